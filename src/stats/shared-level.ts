/** The level at which several tests are held against their p values, and what it costs. */
export interface SharedLevel {
  /** p values up to this count; 0: none can. */
  readonly level: number;
  /** Chance of any false alarm at this level, at most. */
  readonly spent: number;
}

/** Of sums of probabilities, differences below this are rounding. */
const rounding = 1e-9;

/**
 * One level for several exact tests of counts. A test of counts can give only a few p values, so
 * that at level t it raises a false alarm with the largest of them up to t, Fᵢ(t), and not with t.
 * The level is the largest t, among the p values that the data could have given, at which Σ Fᵢ(t)
 * is at most α. It rejects all that Tarone's correction does, and mostly more.
 *
 * @param attainable of each test the p values that its data could have given, the smallest first
 * @param most no level above this is looked at
 * @see Hommel & Krummenauer 1998, Improvements and modifications of Tarone's multiple test procedure
 *   for discrete data, Biometrics 54; Westfall & Wolfinger 1997, Multiple tests with discrete
 *   distributions, The American Statistician 51
 */
export function findSharedLevel(
  attainable: readonly (readonly number[])[],
  alpha: number,
  most = 1,
): SharedLevel {
  const candidates = [...new Set(attainable.flat())]
    .filter((p) => p <= Math.min(alpha, most) * (1 + rounding))
    .toSorted((a, b) => a - b);
  let found: SharedLevel = { level: 0, spent: 0 };
  for (const candidate of candidates) {
    const level = candidate * (1 + rounding);
    const spent = attainable.reduce(
      (sum, values) => sum + (values.findLast((p) => p <= level) ?? 0),
      0,
    );
    if (spent > alpha) break;
    found = { level, spent };
  }
  return found;
}
