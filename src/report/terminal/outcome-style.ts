import type { Outcome } from "../../record/index.ts";
import type { Paint, Theme } from "./theme.ts";

/** How an outcome looks: a mark one cell wide, words, and a colour. */
export interface OutcomeStyle {
  readonly mark: string;
  /** Of one answer: `fails`. */
  readonly word: string;
  /** Of several: `fail`. */
  readonly plural: string;
  readonly paint: Paint;
}

const marks = {
  pass: { mark: "✓", word: "passes", plural: "pass" },
  fail: { mark: "✗", word: "fails", plural: "fail" },
  na: { mark: "–", word: "does not apply", plural: "do not apply" },
  error: { mark: "!", word: "could not be decided", plural: "could not be decided" },
  unchecked: { mark: "·", word: "not checked", plural: "not checked" },
} as const satisfies Record<Outcome, Omit<OutcomeStyle, "paint">>;

/** The words and marks stand beside the colour, so that nothing is lost without it. */
export function styleOfOutcome(outcome: Outcome, { colours }: Theme): OutcomeStyle {
  const paints = {
    pass: colours.green,
    fail: colours.red,
    na: colours.dim,
    error: colours.yellow,
    unchecked: colours.dim,
  } satisfies Record<Outcome, Paint>;
  return { ...marks[outcome], paint: paints[outcome] };
}

/** The mark without a colour. */
export function markOf(outcome: Outcome): string {
  return marks[outcome].mark;
}

/** `fails` of one answer, `fail` of several. */
export function wordOf(outcome: Outcome, count: number): string {
  return count === 1 ? marks[outcome].word : marks[outcome].plural;
}
