import { commands } from "./normative.ts";

/** The words that stand over a list and belong to each of its items. */
export interface Lead {
  readonly text: string;
  /** Depth of the item that is the lead-in; one less than its paragraph's for a paragraph. */
  readonly depth: number;
  /** Kind of the list in which the lead-in is an item; null for a paragraph. */
  readonly ordered: boolean | null;
  readonly strength: LeadStrength;
}

/** `must`: each item is a demand. `should`: it is, unless the section says what the agent does. Null: says nothing. */
export type LeadStrength = "must" | "should" | null;

const should =
  /\b(?:should|ensure|verify|make sure|confirm|check that|double-check|validate that|guarantee|avoid|provide|include|includes|deliver|return|contain|contains|respond with|needs?(?: to)?|ha(?:s|ve) to|has|have|(?:is|are) (?:complete|done|ready) when)\b[^.!?]{0,80}$/iu;
const describes =
  /^(?:you (?:have|provide|include|are|will|can)|your (?:expertise|skills|knowledge)|i |we )/iu;

/** How much a lead-in, without its colon, demands of the items below it. */
export function leadStrength(text: string): LeadStrength {
  if (commands(text)) return "must";
  return should.test(text) && !describes.test(text) ? "should" : null;
}
