import { hypergeometric } from "./count-distribution.ts";
import { findTails } from "./sum-distribution.ts";
import type { PairedCounts } from "./paired-counts.ts";
import type { TestResult } from "./test-result.ts";
import { toGrid } from "./to-grid.ts";

/** More values than this in all cases together, and weights are rounded to a coarser grid. */
const mostFineValues = 1000;

/**
 * Exact test of no difference on these very cases, where only the answers vary: within each case
 * the answers of both sides are pooled and dealt out again in every way. The candidate's passes bᵢ
 * are then hypergeometric, and the test statistic is Σ wᵢbᵢ with wᵢ = 1/K_A + 1/K_B, so that it
 * orders as the mean difference does, also with unequal repeats. With one answer each it is the
 * exact test of McNemar.
 *
 * @see Fisher 1935, The design of experiments (permutation); Birch 1964, The detection of partial
 *   association I (conditional on each table's margins); McNemar 1947, Psychometrika 12
 */
export function testStratified(pairs: readonly PairedCounts[]): TestResult {
  const mixed = pairs.filter(({ before, after }) => {
    const passes = before.passes + after.passes;
    return passes > 0 && passes < before.answers + after.answers;
  });
  const values = mixed.reduce((sum, { before, after }) => {
    return sum + Math.min(before.answers, after.answers) + 1;
  }, 0);
  const steps = toGrid(
    mixed.map(({ before, after }) => 1 / before.answers + 1 / after.answers),
    values > mostFineValues,
  );
  let observed = 0;
  const parts = mixed.map(({ before, after }, index) => {
    const step = steps[index] ?? 1;
    observed += step * after.passes;
    const passes = before.passes + after.passes;
    return { ...hypergeometric(before.answers, after.answers, passes), step };
  });
  const tails = findTails(parts, observed);
  return {
    pWorse: tails.atMost,
    pBetter: tails.atLeast,
    pTwoSided: tails.notLikelier,
    leastPWorse: tails.least,
    leastPBetter: tails.greatest,
  };
}
