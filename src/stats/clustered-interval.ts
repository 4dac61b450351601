import { normalQuantile } from "./normal-quantile.ts";
import { studentQuantile } from "./student-quantile.ts";
import { wilsonInterval, type Interval } from "./wilson.ts";

/** A rate over cases that were each asked several times. */
export interface ClusteredRate {
  readonly rate: number;
  /** Independent answers that would tell as much: between the number of cases and of answers. */
  readonly effectiveTrials: number;
  readonly interval: Interval;
}

/**
 * Rate and interval of cases with repeats. Answers to one case resemble each other, so cases are
 * the clusters: with se = sd(xᵢ)/√n, n_eff = x̄(1−x̄)/se², kept between n and the number of answers
 * (n where se is 0), n* = n_eff (z/t₍ₙ₋₁₎)², and the interval is Wilson's for x̄ of n*. With one
 * answer a case it is Wilson's for n.
 *
 * @param caseRates share of each case's answers that pass, 0..1
 * @param answers how many answers there are in all
 * @returns null without cases
 * @see Miller 2024, Adding error bars to evals, arXiv 2411.00640; for n_eff and the t quantile
 *   Korn & Graubard 1998, Confidence intervals for proportions with small expected counts
 */
export function clusteredInterval(
  caseRates: readonly number[],
  answers: number,
  confidence = 0.95,
): ClusteredRate | null {
  const cases = caseRates.length;
  if (cases === 0) return null;
  const rate = Math.min(1, caseRates.reduce((sum, value) => sum + value, 0) / cases);
  const z = normalQuantile((1 + confidence) / 2);
  const effectiveTrials = countEffectiveTrials(caseRates, rate, answers);
  const isPlain = answers === cases || cases === 1;
  const t = isPlain ? z : studentQuantile((1 + confidence) / 2, cases - 1);
  const trials = effectiveTrials * (z / t) ** 2;
  const interval = wilsonInterval(rate * trials, trials, z);
  return interval && { rate, effectiveTrials, interval };
}

function countEffectiveTrials(caseRates: readonly number[], rate: number, answers: number): number {
  const cases = caseRates.length;
  if (answers === cases || cases === 1) return cases;
  const squares = caseRates.reduce((sum, value) => sum + (value - rate) ** 2, 0);
  if (squares === 0) return cases;
  const squaredError = squares / (cases - 1) / cases;
  return Math.min(Math.max((rate * (1 - rate)) / squaredError, cases), answers);
}
