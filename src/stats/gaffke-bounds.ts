import { drawGamma } from "./draw-gamma.ts";
import { createRandom } from "./seeded-random.ts";
import type { Interval } from "./wilson.ts";

const draws = 20_000;
const seed = 20_261_123;

interface Group {
  readonly value: number;
  readonly count: number;
}

/**
 * Gaffke's bounds of the mean of values between −1 and 1, without a word on how they are
 * distributed: the lower one is the α quantile of Σ wᵢdᵢ − wₙ₊₁ with w ~ Dirichlet(1, …, 1), the
 * upper one its mirror, the 1 − α quantile of Σ wᵢdᵢ + wₙ₊₁. Both come from the same 20,000 draws
 * from a fixed seed; equal values share one draw.
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
  const groups = groupEqual(values);
  const mirrored = groups.map(({ value, count }) => ({ value: -value, count })).toReversed();
  if (!comesFirst(mirrored, groups)) return drawBounds(groups, confidence);
  // So that swapping baseline and candidate mirrors the bounds to the last digit.
  const { low, high } = drawBounds(mirrored, confidence);
  return { low: -high, high: -low };
}

function drawBounds(groups: readonly Group[], confidence: number): Interval {
  const random = createRandom(seed);
  const lows = new Float64Array(draws);
  const highs = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    const rest = drawGamma(1, random);
    let weights = rest;
    let sum = 0;
    for (const { value, count } of groups) {
      const weight = drawGamma(count, random);
      weights += weight;
      sum += weight * value;
    }
    lows[draw] = (sum - rest) / weights;
    highs[draw] = (sum + rest) / weights;
  }
  const at = Math.floor((1 - confidence) * draws);
  return { low: lows.toSorted()[at] ?? -1, high: highs.toSorted()[draws - 1 - at] ?? 1 };
}

function groupEqual(values: readonly number[]): readonly Group[] {
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

/** By the first value or count that differs. */
function comesFirst(some: readonly Group[], others: readonly Group[]): boolean {
  for (const [index, { value, count }] of some.entries()) {
    const other = others[index];
    if (!other) return false;
    if (value !== other.value) return value < other.value;
    if (count !== other.count) return count < other.count;
  }
  return false;
}
