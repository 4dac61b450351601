/**
 * pass@k: the probability that at least one of k answers passes, 1 − C(n−c,k)/C(n,k), unbiased
 * from c passes among n answers.
 *
 * @param k 1..n
 * @see Chen et al. 2021, Evaluating large language models trained on code, arXiv 2107.03374
 */
export function passAtK(answers: number, passes: number, k: number): number {
  return 1 - allOfK(answers, answers - passes, k);
}

/**
 * pass^k: the probability that all of k answers pass, C(c,k)/C(n,k).
 *
 * @param k 1..n
 * @see Yao et al. 2024, τ-bench, arXiv 2406.12045
 */
export function passHatK(answers: number, passes: number, k: number): number {
  return allOfK(answers, passes, k);
}

/** Probability that k drawn of `answers` are all among the `chosen`. */
function allOfK(answers: number, chosen: number, k: number): number {
  let probability = 1;
  for (let drawn = 0; drawn < k; drawn += 1) {
    probability *= Math.max(0, chosen - drawn) / (answers - drawn);
  }
  return probability;
}
