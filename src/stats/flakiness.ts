import { clopperPearsonInterval } from "./clopper-pearson.ts";

/** How much the answers to one case disagree. */
export interface Flakiness {
  /** Some answers pass and some fail. */
  readonly observed: boolean;
  /** Probability that two answers disagree, 2p(1−p), estimated as 2c(K−c)/(K(K−1)); null for one answer. */
  readonly index: number | null;
  /** Its pass rate is proved to be neither (nearly) 0 nor (nearly) 1. */
  readonly confirmed: boolean;
}

/**
 * Whether a case passes by chance. Confirmed when the exact interval of its pass rate lies inside
 * of (edge, 1 − edge): a few mixed answers alone may come from a case that nearly always passes.
 *
 * @param edge pass rates up to this, or from 1 − this, count as steady
 * @see Clopper & Pearson 1934 for the interval; 2c(K−c)/(K(K−1)) is the unbiased (Gini-Simpson)
 *   estimate of 2p(1−p), Simpson 1949
 */
export function measureFlakiness(
  passes: number,
  answers: number,
  { edge = 0.05, confidence = 0.95 }: { readonly edge?: number; readonly confidence?: number } = {},
): Flakiness {
  const observed = passes > 0 && passes < answers;
  const { low, high } = clopperPearsonInterval(passes, answers, confidence);
  return {
    observed,
    index: answers > 1 ? (2 * passes * (answers - passes)) / (answers * (answers - 1)) : null,
    confirmed: low > edge && high < 1 - edge,
  };
}
