import { bisect } from "./bisect.ts";
import { normalQuantile } from "./normal-quantile.ts";
import type { Interval } from "./wilson.ts";

/** Cases with one answer on each side. */
export interface DiscordantCounts {
  /** Pass before, fail after. */
  readonly regressions: number;
  /** Fail before, pass after. */
  readonly improvements: number;
  readonly cases: number;
}

/**
 * Tango's score bounds of the difference between two paired rates: all λ at which
 * z(λ) = (c − b − nλ) / √(n(2q̂ + λ(1−λ))) stays within the quantile, with q̂ the most likely rate of
 * regressions given λ. Unlike a t interval it has a width also when all cases agree.
 *
 * @param confidence one-sided, of each bound
 * @returns within −1..1; null without cases
 * @see Tango 1998, Equivalence test and confidence interval for the difference in proportions for
 *   the paired-sample design, Statistics in Medicine 17
 */
export function boundByTango(counts: DiscordantCounts, confidence: number): Interval | null {
  if (counts.cases === 0) return null;
  const { regressions, improvements, cases } = counts;
  const mirrored = { regressions: improvements, improvements: regressions, cases };
  return { low: lowerBound(counts, confidence), high: -lowerBound(mirrored, confidence) };
}

function lowerBound(counts: DiscordantCounts, confidence: number): number {
  const { regressions, improvements, cases } = counts;
  const z = normalQuantile(confidence);
  const estimate = (improvements - regressions) / cases;
  if (estimate === -1) return -1;
  return bisect(-1, estimate, (difference) => scoreAt(difference, counts) <= z);
}

function scoreAt(difference: number, counts: DiscordantCounts): number {
  const { regressions, improvements, cases } = counts;
  const spread = difference * (1 - difference);
  const b = -regressions - improvements + (2 * cases - improvements + regressions) * difference;
  const root = Math.sqrt(Math.max(0, b * b + 8 * cases * regressions * spread));
  const rate = (root - b) / (4 * cases);
  const distance = improvements - regressions - cases * difference;
  const variance = cases * (2 * rate + spread);
  // At the ends nothing can vary: any distance is too far.
  if (variance <= 0) return distance > 0 ? Infinity : 0;
  return distance / Math.sqrt(variance);
}
