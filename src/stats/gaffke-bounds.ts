import { drawGamma } from "./draw-gamma.ts";
import { createRandom } from "./seeded-random.ts";
import type { Interval } from "./wilson.ts";

const draws = 20_000;
const seed = 20_261_123;

/**
 * Gaffke's bounds of the mean of values between −1 and 1, without a word on how they are
 * distributed: the lower one is the α quantile of Σ wᵢdᵢ − wₙ₊₁ with w ~ Dirichlet(1, …, 1), the
 * upper one its mirror. It takes 20,000 draws from a fixed seed; equal values share one draw.
 *
 * @param values −1..1
 * @param confidence one-sided, of each bound: 1 − α
 * @returns null without values
 * @see Gaffke 2005, Three test statistics for a nonparametric one-sided hypothesis on the mean of a
 *   nonnegative variable, Math. Methods of Statistics 14; Learned-Miller & Thomas 2019,
 *   arXiv 1905.06208
 */
export function boundByGaffke(values: readonly number[], confidence: number): Interval | null {
  if (values.length === 0) return null;
  const low = lowerBound(values, 1 - confidence);
  const high = -lowerBound(
    values.map((value) => -value),
    1 - confidence,
  );
  return { low, high };
}

function lowerBound(values: readonly number[], alpha: number): number {
  const groups = groupEqual(values);
  const random = createRandom(seed);
  const means = Float64Array.from({ length: draws }, () => {
    let weights = drawGamma(1, random);
    let sum = -weights;
    for (const { value, count } of groups) {
      const weight = drawGamma(count, random);
      weights += weight;
      sum += weight * value;
    }
    return sum / weights;
  }).toSorted();
  return means[Math.floor(alpha * draws)] ?? -1;
}

function groupEqual(values: readonly number[]) {
  const counts = new Map<number, number>();
  for (const value of values) {
    // 1 − 0.8 and 0.8 − 0.6 are the same difference.
    const rounded = Math.round(value * 1e9) / 1e9;
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => a.value - b.value);
}
