import {
  findDetectableByMcNemar,
  findDetectableDifference,
  findNeededCases,
  findNeededRepeats,
  findRepeatsForFullFlip,
  splitVariance,
  type PairedCounts,
  type PassCount,
} from "../stats/index.ts";
import { largestShareOfCases } from "./find-broken-cases.ts";
import { hasOneAnswerEach } from "./measure-difference.ts";
import type { Power, Scope } from "./types.ts";

const power = 0.8;
const nothing: Power = {
  detectable: null,
  flipsNeeded: null,
  repeatsNeeded: null,
  casesNeeded: null,
  repeatsForBrokenCase: null,
};

interface Limits {
  readonly scope: Scope;
  /** Of the comparison. */
  readonly alpha: number;
  /** One-sided p values up to this count. */
  readonly level: number;
  readonly margin: number;
}

/**
 * What a comparison of these cases could tell. One answer a case says nothing of how much answers
 * vary, so that there the exact test of McNemar stands for it, with as many cases that turn better
 * by chance as there were, and the repeats that would be needed are not known.
 */
export function estimatePower(pairs: readonly PairedCounts[], limits: Limits): Power {
  if (pairs.length === 0) return nothing;
  return {
    ...(hasOneAnswerEach(pairs)
      ? estimateForOneAnswerEach(pairs, limits)
      : estimateForRepeats(pairs, limits)),
    repeatsForBrokenCase: limits.scope === "suite" ? countForBrokenCase(pairs, limits.alpha) : null,
  };
}

function estimateForOneAnswerEach(pairs: readonly PairedCounts[], { level }: Limits): Power {
  const cases = pairs.length;
  const better = pairs.filter(({ before, after }) => after.passes > before.passes).length;
  return {
    ...nothing,
    flipsNeeded: Math.ceil(-Math.log2(level)),
    detectable: findDetectableByMcNemar(
      { cases, improve: better / cases },
      { alpha: level, power },
    ),
  };
}

function estimateForRepeats(
  pairs: readonly PairedCounts[],
  { scope, level, margin }: Limits,
): Power {
  const precision = {
    cases: pairs.length,
    withinBefore: mean(pairs.map(({ before }) => varianceOfAnswer(before))),
    withinAfter: mean(pairs.map(({ after }) => varianceOfAnswer(after))),
    between: scope === "suite" ? 0 : (varianceBetween(pairs) ?? 0),
  };
  const repeats = {
    before: 1 / mean(pairs.map(({ before }) => 1 / before.answers)),
    after: 1 / mean(pairs.map(({ after }) => 1 / after.answers)),
  };
  const rates = { alpha: level, power };
  const detectable = findDetectableDifference(precision, repeats, rates);
  return {
    ...nothing,
    detectable: detectable < 1 ? detectable : null,
    repeatsNeeded: findNeededRepeats(precision, margin, rates),
    casesNeeded: findNeededCases(precision, repeats, { ...rates, difference: margin }),
  };
}

/** A case half of whose answers pass may be a full flip by chance, and costs as much of alpha. */
function countForBrokenCase(pairs: readonly PairedCounts[], alpha: number): number | null {
  const undecided = pairs.filter(({ before, after }) => {
    return 2 * (before.passes + after.passes) === before.answers + after.answers;
  }).length;
  const cases = undecided + 1;
  return findRepeatsForFullFlip(null, { alpha: alpha * largestShareOfCases, cases });
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
