import { findTails } from "./sum-distribution.ts";
import type { TestResult } from "./test-result.ts";
import { toGrid } from "./to-grid.ts";

const mostFineDifferences = 500;

/**
 * Exact paired test of no difference on cases like these, where the cases are a sample, too: if
 * the difference of a case is as likely up as down, every sign can be flipped. S = Σ ±|dᵢ| over
 * all 2ⁿ flips; with one answer each it is the exact test of McNemar.
 *
 * @param differences candidate minus baseline, −1..1, one for each case
 * @see Fisher 1935, The design of experiments, section 21
 */
export function testSignFlips(differences: readonly number[]): TestResult {
  const changed = differences.filter((difference) => difference !== 0);
  const sizes = toGrid(changed.map(Math.abs), changed.length > mostFineDifferences);
  const parts = sizes.flatMap((step) =>
    // Rounding may leave nothing of a tiny difference.
    step === 0 ? [] : [{ first: 0, probabilities: [0.5, 0.5], step }],
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const positive = sizes.reduce(
    (sum, size, index) => sum + ((changed[index] ?? 0) > 0 ? size : 0),
    0,
  );
  // The sum of the positive ones tells the whole: Σ ± = 2·positive − total.
  const { atMost, atLeast, least, greatest } = findTails(parts, positive);
  const extreme = Math.max(positive, total - positive);
  const oneSided = findTails(parts, extreme).atLeast;
  return {
    pWorse: atMost,
    pBetter: atLeast,
    pTwoSided: extreme * 2 === total ? 1 : Math.min(1, 2 * oneSided),
    leastPWorse: least,
    leastPBetter: greatest,
  };
}
