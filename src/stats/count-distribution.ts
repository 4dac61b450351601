/** Probabilities of the whole numbers first, first + 1, …; they add up to 1. */
export interface CountDistribution {
  readonly first: number;
  readonly probabilities: readonly number[];
}

/**
 * Passes among the candidate's answers to a case when all its answers are dealt out at random:
 * hypergeometric, from P(x+1)/P(x) = (m−x)(k−x) / ((x+1)(a−m+x+1)), where m of a+k answers pass.
 *
 * @param before answers of the baseline, a
 * @param after answers of the candidate, k
 * @param passes of both together, m
 * @see Johnson, Kemp & Kotz 2005, Univariate discrete distributions, section 6.2
 */
export function hypergeometric(before: number, after: number, passes: number): CountDistribution {
  const first = Math.max(0, passes - before);
  const last = Math.min(after, passes);
  return fromRatios(first, last, Math.round((passes * after) / (before + after)), (x) => {
    const gained = (passes - x) * (after - x);
    return gained / ((x + 1) * (before - passes + x + 1));
  });
}

/**
 * Successes of n independent trials: binomial, from P(x+1)/P(x) = (n−x)p / ((x+1)(1−p)).
 *
 * @see Johnson, Kemp & Kotz 2005, Univariate discrete distributions, section 3.2
 */
export function binomial(trials: number, p: number): CountDistribution {
  if (p <= 0 || p >= 1) return { first: p <= 0 ? 0 : trials, probabilities: [1] };
  return fromRatios(0, trials, Math.round(trials * p), (x) => {
    return ((trials - x) * p) / ((x + 1) * (1 - p));
  });
}

/** Goes out from the likeliest number, so that nothing overflows, and divides by the sum. */
function fromRatios(
  first: number,
  last: number,
  likeliest: number,
  ratio: (x: number) => number,
): CountDistribution {
  const start = Math.min(Math.max(likeliest, first), last);
  const weights = Array.from({ length: last - first + 1 }, () => 1);
  for (let x = start; x < last; x += 1) {
    weights[x + 1 - first] = (weights[x - first] ?? 0) * ratio(x);
  }
  for (let x = start - 1; x >= first; x -= 1) {
    weights[x - first] = (weights[x + 1 - first] ?? 0) / ratio(x);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, probabilities: weights.map((weight) => weight / sum) };
}
