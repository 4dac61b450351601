import {
  findDetectableDifference,
  findNeededRepeats,
  splitVariance,
  type PairedCounts,
  type PassCount,
} from "../stats/index.ts";
import { hasOneAnswerEach } from "./measure-difference.ts";
import type { Power, Scope } from "./types.ts";

const power = 0.8;
const nothing: Power = { detectable: null, flipsNeeded: null, repeatsNeeded: null };

/**
 * What a comparison of these cases could tell. One answer a case says nothing of how much answers
 * vary, so that there the smallest significant number of flips stands for it, and the repeats that
 * would be needed are not known.
 *
 * @param alpha one-sided
 */
export function estimatePower(
  pairs: readonly PairedCounts[],
  {
    scope,
    alpha,
    margin,
  }: { readonly scope: Scope; readonly alpha: number; readonly margin: number },
): Power {
  const cases = pairs.length;
  if (cases === 0) return nothing;
  if (hasOneAnswerEach(pairs)) {
    const flipsNeeded = Math.ceil(-Math.log2(alpha));
    return flipsNeeded > cases
      ? { ...nothing, flipsNeeded }
      : { ...nothing, flipsNeeded, detectable: flipsNeeded / cases };
  }
  const precision = {
    cases,
    withinBefore: mean(pairs.map(({ before }) => varianceOfAnswer(before))),
    withinAfter: mean(pairs.map(({ after }) => varianceOfAnswer(after))),
    between: scope === "suite" ? 0 : (varianceBetween(pairs) ?? 0),
  };
  const repeats = {
    before: 1 / mean(pairs.map(({ before }) => 1 / before.answers)),
    after: 1 / mean(pairs.map(({ after }) => 1 / after.answers)),
  };
  const detectable = findDetectableDifference(precision, repeats, { alpha, power });
  return {
    detectable: detectable < 1 ? detectable : null,
    flipsNeeded: null,
    repeatsNeeded: findNeededRepeats(precision, margin, { alpha, power }),
  };
}

/** p(1−p), shrunk as in the bounds: five passes of five are not certain. */
function varianceOfAnswer({ passes, answers }: PassCount): number {
  const shrunk = (passes + 0.5) / (answers + 1);
  return shrunk * (1 - shrunk);
}

function varianceBetween(pairs: readonly PairedCounts[]): number | null {
  const scores = ({ passes, answers }: PassCount) =>
    Array.from({ length: answers }, (_, index) => (index < passes ? 1 : 0));
  const split = splitVariance(
    pairs.map(({ before }) => scores(before)),
    pairs.map(({ after }) => scores(after)),
  );
  return split?.between ?? null;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
