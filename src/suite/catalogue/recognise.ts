import type { Statement } from "../../agent/index.ts";
import { fullWords } from "../statement-words.ts";
import { readStanding } from "./negation.ts";
import type { CatalogueEntry } from "./types.ts";
import type { Scopes } from "./language.ts";

/** A section or lead-in under which everything is forbidden. */
const prohibition =
  /^(?:what (?:you|not)\b.*\bnot\b.*|you must never|never|avoid|must not|do not|don['’]?ts?|anti-?patterns?|forbidden|prohibited|never do)\b/iu;
/** Words that send the reader to code that is there already, not to the answer. */
const inspection =
  /^(?:check for|check if|check whether|flag|identify|detect|look for|spot|find|assess|evaluate|review|analy[sz]e|inspect|audit(?! log)|scan|report|point out|search for|suggest|recommend|explain)\b/iu;
/** Work with others, quoted requests, links, and questions to a reviewer. */
const noStatement =
  /^(?:collaborate|coordinate|consult|partner|guide|help|hand off|delegate|escalate)\b|^["“[]|\?$/iu;
const crossed = /^(?:❌|✗|✘|🚫)\s*/u;

/** The entries that a statement states, in the order of the catalogue. */
export function recogniseStatement(
  statement: Statement,
  scopes: Scopes,
  entries: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const said = statement.words.trim();
  if (inspection.test(said) || noStatement.test(said)) return [];
  if (statement.lead !== null && inspection.test(statement.lead.trim())) return [];
  const text = matchingText(statement);
  return entries.filter((entry) => scopes.has(entry.scope) && states(text, entry));
}

function states(text: string, entry: CatalogueEntry): boolean {
  if (entry.unless.some((pattern) => pattern.test(text))) return false;
  if (entry.forbids.some((pattern) => pattern.test(text))) return true;
  return entry.asks.some((pattern) => {
    const match = pattern.exec(text);
    if (match === null) return false;
    const standing = readStanding(text, match.index, match.index + match[0].length);
    return standing.asked && (entry.qualified || !standing.qualified);
  });
}

function matchingText(statement: Statement): string {
  const isCrossed = crossed.test(statement.words.trim());
  const words = fullWords({
    lead: statement.lead,
    words: statement.words.trim().replace(crossed, ""),
  }).replaceAll(/[*_`]{2,}|`/gu, "");
  const under = isCrossed || prohibition.test(statement.section.trim());
  return under && !prohibition.test(words) && !/\b(?:no|not|never|don['’]t)\b/iu.test(words)
    ? `Never: ${words}`
    : words;
}
