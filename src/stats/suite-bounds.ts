import { normalQuantile } from "./normal-quantile.ts";
import { differencesOf, type PairedCounts, type PassCount } from "./paired-counts.ts";
import type { Interval } from "./wilson.ts";

/**
 * Bounds of the mean difference on these very cases with repeats: d̄ ± z √v, where
 * v = n⁻² Σ [p̃_A(1−p̃_A)/K_A + p̃_B(1−p̃_B)/K_B] and p̃ = (c+½)/(K+1), so that five passes of
 * five are not taken for certain. A single answer tells nothing of its variance: ¼, the largest.
 *
 * @param confidence one-sided, of each bound
 * @returns within −1..1; null without cases
 * @see Miller 2024, arXiv 2411.00640 (variance of a paired difference); the add-½ shrinkage is that
 *   of Agresti & Coull 1998, Approximate is better than "exact", with Jeffreys' prior
 */
export function boundOnSuite(pairs: readonly PairedCounts[], confidence: number): Interval | null {
  const cases = pairs.length;
  if (cases === 0) return null;
  const mean = differencesOf(pairs).reduce((sum, difference) => sum + difference, 0) / cases;
  const variance = pairs.reduce(
    (sum, { before, after }) => sum + varianceOfShare(before) + varianceOfShare(after),
    0,
  );
  const reach = (normalQuantile(confidence) * Math.sqrt(variance)) / cases;
  return { low: Math.max(-1, mean - reach), high: Math.min(1, mean + reach) };
}

function varianceOfShare({ passes, answers }: PassCount): number {
  if (answers === 1) return 1 / 4;
  const shrunk = (passes + 0.5) / (answers + 1);
  return (shrunk * (1 - shrunk)) / answers;
}
