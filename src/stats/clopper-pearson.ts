import { bisect } from "./bisect.ts";
import { binomial } from "./count-distribution.ts";
import type { Interval } from "./wilson.ts";

/**
 * Clopper and Pearson's exact interval of a rate: all p at which neither this many successes or
 * more, nor this many or fewer, has a probability below (1 − confidence)/2.
 *
 * @param trials how many independent trials, 1 or more
 * @see Clopper & Pearson 1934, The use of confidence or fiducial limits, Biometrika 26
 */
export function clopperPearsonInterval(
  successes: number,
  trials: number,
  confidence: number,
): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: successes === 0 ? 0 : bisect(0, 1, (p) => atLeast(successes, trials, p) >= tail),
    high:
      successes === trials
        ? 1
        : 1 - bisect(0, 1, (q) => atLeast(trials - successes, trials, q) >= tail),
  };
}

/** P(X ≥ successes) of a binomial X. */
function atLeast(successes: number, trials: number, p: number): number {
  const { first, probabilities } = binomial(trials, p);
  return probabilities
    .slice(Math.max(0, successes - first))
    .reduceRight((sum, probability) => sum + probability, 0);
}
