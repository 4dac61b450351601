/** Both ends of an interval for a rate, 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Φ⁻¹(0.975): two-sided 95 %. */
const z95 = 1.959963984540054;

/**
 * Wilson's score interval for a rate: of all rates p, those at which `successes` of `trials` is
 * within z standard errors, √(p(1−p)/n).
 *
 * @param successes 0..trials; may be a fraction (a mean over cases times their number)
 * @param trials how many independent trials, > 0
 * @param z quantile of the normal distribution; 95 % by default
 * @returns null where there are no trials: then nothing is known
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference",
 *   J. Am. Stat. Assoc. 22; recommended for small n by Brown, Cai and DasGupta 2001.
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  z: number = z95,
): Interval | null {
  if (!(trials > 0)) return null;
  if (!(successes >= 0 && successes <= trials)) {
    throw new RangeError(`successes must be in 0..${trials}, got ${successes}`);
  }
  const rate = successes / trials;
  const zSquared = z * z;
  const denominator = 1 + zSquared / trials;
  const centre = (rate + zSquared / (2 * trials)) / denominator;
  const half =
    (z / denominator) * Math.sqrt((rate * (1 - rate)) / trials + zSquared / (4 * trials * trials));
  return {
    // At the ends the formula is exact; rounding must not leave 1e-17 there.
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}
