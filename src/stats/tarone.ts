/** A hypothesis of a family: its p value, and the smallest that its data could have given. */
export interface DiscreteTest {
  readonly p: number;
  readonly leastP: number;
}

export interface TaroneResult {
  /** By how many tests α is divided. */
  readonly divisor: number;
  /** p values up to this count. */
  readonly level: number;
  /** Positions of the tests that could be significant at all. */
  readonly testable: readonly number[];
  /** Positions of those that are. */
  readonly rejected: readonly number[];
}

/**
 * Tarone's correction for several tests of counts: a test whose data could never be significant
 * costs the others nothing. With k the smallest number for which at most k tests can reach α/k, only
 * these are tested, at α/k. The chance of any false alarm in the family is at most α.
 *
 * @see Tarone 1990, A modified Bonferroni method for discrete data, Biometrics 46
 */
export function correctByTarone(tests: readonly DiscreteTest[], alpha: number): TaroneResult {
  const reachable = (level: number) => tests.filter(({ leastP }) => leastP <= level).length;
  let divisor = 1;
  while (reachable(alpha / divisor) > divisor) divisor += 1;
  const level = alpha / divisor;
  const positions = [...tests.keys()];
  const testable = positions.filter((index) => (tests[index]?.leastP ?? 1) <= level);
  return {
    divisor,
    level,
    testable,
    rejected: testable.filter((index) => (tests[index]?.p ?? 1) <= level),
  };
}
