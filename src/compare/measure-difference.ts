import {
  boundByGaffke,
  boundByTango,
  boundOnSuite,
  differencesOf,
  testSignFlips,
  testStratified,
  type Interval,
  type PairedCounts,
  type TestResult,
} from "../stats/index.ts";
import type { Scope } from "./types.ts";

/** A paired difference with its bounds and its test. */
export interface MeasuredDifference {
  /** Candidate minus baseline, mean over cases. */
  readonly estimate: number;
  /** Each bound holds with the confidence asked for. */
  readonly bounds: Interval;
  readonly test: TestResult;
}

/**
 * The mean difference of some cases. With one answer each Tango's bounds serve both scopes; with
 * repeats the bounds and the test are those of the scope.
 *
 * @param confidence one-sided, of each bound
 * @returns null without pairs
 */
export function measureDifference(
  pairs: readonly PairedCounts[],
  scope: Scope,
  confidence: number,
): MeasuredDifference | null {
  const differences = differencesOf(pairs);
  const bounds = boundDifference(pairs, differences, { scope, confidence });
  if (bounds === null) return null;
  return {
    estimate: differences.reduce((sum, value) => sum + value, 0) / differences.length,
    bounds,
    test: scope === "suite" ? testStratified(pairs) : testSignFlips(differences),
  };
}

function boundDifference(
  pairs: readonly PairedCounts[],
  differences: readonly number[],
  { scope, confidence }: { readonly scope: Scope; readonly confidence: number },
): Interval | null {
  if (hasOneAnswerEach(pairs)) {
    const counts = {
      regressions: differences.filter((value) => value < 0).length,
      improvements: differences.filter((value) => value > 0).length,
      cases: pairs.length,
    };
    return boundByTango(counts, confidence);
  }
  return scope === "suite"
    ? boundOnSuite(pairs, confidence)
    : boundByGaffke(differences, confidence);
}

/** Whether no case was asked twice, on either side. */
export function hasOneAnswerEach(pairs: readonly PairedCounts[]): boolean {
  return pairs.every(({ before, after }) => before.answers === 1 && after.answers === 1);
}
