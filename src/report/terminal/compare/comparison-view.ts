import type { ComparisonReport } from "../../../compare/index.ts";

/** A comparison, and how its runs are named. */
export interface ComparisonView {
  readonly report: ComparisonReport;
  /** What must be said first of the answers, such as that they are recordings. */
  readonly notices: readonly string[];
  /** How commands name a run, by its id: `latest`, the id, or its folder. */
  readonly references: ReadonlyMap<string, string>;
  /** Every case that flipped comes with its reason. */
  readonly showsAll?: boolean;
  /** The first arm is a suite's baseline, whose repeats are what they are. */
  readonly hasBlessedBaseline?: boolean;
}

/** `A` for the baseline, `B`, `C`, … for the candidates. */
export function letterOf(index: number): string {
  return String.fromCharCode("A".charCodeAt(0) + (index % 26));
}
