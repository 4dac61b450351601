import { hypergeometric } from "./count-distribution.ts";
import type { PairedCounts } from "./paired-counts.ts";
import { testStratified } from "./stratified-test.ts";
import type { TestResult } from "./test-result.ts";

/**
 * Whether a case is worse on its own: Fisher's exact test on its answers, P(b ≤ observed) with b
 * hypergeometric.
 *
 * @see Fisher 1935, The logic of inductive inference, J. R. Stat. Soc. 98
 */
export function testCase(pair: PairedCounts): TestResult {
  return testStratified([pair]);
}

/**
 * p values that `testCase` could have given for worse, had the same passes been dealt out in
 * another way: P(b ≤ x) for every x, the smallest first, the last one 1.
 */
export function listAttainableP({ before, after }: PairedCounts): readonly number[] {
  const passes = before.passes + after.passes;
  const { probabilities } = hypergeometric(before.answers, after.answers, passes);
  let sum = 0;
  return probabilities.map((probability) => (sum += probability));
}

/**
 * p of a case where all answers of the baseline pass and all of the candidate fail,
 * 1/C(K_A + K_B, K_A): no outcome of so many answers says more.
 */
export function pOfFullFlip({ before, after }: Answers): number {
  return hypergeometric(before.answers, after.answers, before.answers).probabilities[0] ?? 1;
}

interface Answers {
  readonly before: { readonly answers: number };
  readonly after: { readonly answers: number };
}

/**
 * Fewest answers of the candidate to each case with which a full flip is significant: the smallest
 * K_B with m/C(K_A + K_B, K_A) ≤ α, where m is by how many cases α is divided (Bonferroni).
 *
 * @param before answers of the baseline to each case; null: as many as of the candidate
 * @returns null: a hundred are not enough
 */
export function findRepeatsForFullFlip(
  before: number | null,
  { alpha, cases }: { readonly alpha: number; readonly cases: number },
): number | null {
  for (let after = 1; after <= mostRepeats; after += 1) {
    const p = pOfFullFlip({ before: { answers: before ?? after }, after: { answers: after } });
    if (cases * p <= alpha) return after;
  }
  return null;
}

const mostRepeats = 100;
