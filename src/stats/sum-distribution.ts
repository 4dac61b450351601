import type { CountDistribution } from "./count-distribution.ts";

/** An independent part of a sum: `step` times a random whole number. */
export interface SumPart extends CountDistribution {
  /** A whole number, 1 or more. */
  readonly step: number;
}

/** Tails of a sum at an observed value. All are exact, or a hair (below 1e-12) too large. */
export interface Tails {
  /** P(S ≤ observed). */
  readonly atMost: number;
  /** P(S ≥ observed). */
  readonly atLeast: number;
  /** P of all values that are not likelier than the observed one. */
  readonly notLikelier: number;
  /** P of the smallest and of the largest value: no p value can be smaller. */
  readonly least: number;
  readonly greatest: number;
}

/** Ends of a distribution with less than this are kept as a lump. */
const negligible = 1e-18;
/** As R does it, values count as equally likely that differ by rounding only. */
const tolerance = 1 + 1e-7;

/**
 * The tails of a sum of independent parts, by convolution of their exact distributions:
 * P(S = s) = Σₓ P(S′ = s − x) P(X = x), part by part.
 *
 * @see Agresti 1992, A survey of exact inference for contingency tables, Statistical Science 7
 */
export function findTails(parts: readonly SumPart[], observed: number): Tails {
  let first = 0;
  let sum = [1];
  let lump = 0;
  let least = 1;
  let greatest = 1;
  for (const part of parts) {
    first += part.first * part.step;
    sum = convolve(sum, part);
    least *= part.probabilities[0] ?? 1;
    greatest *= part.probabilities.at(-1) ?? 1;
    const from = sum.findIndex((probability) => probability >= negligible);
    const to = sum.findLastIndex((probability) => probability >= negligible) + 1;
    if (from === 0 && to === sum.length) continue;
    lump += add(sum.slice(0, from)) + add(sum.slice(to));
    sum = sum.slice(from, to);
    first += from;
  }
  const at = observed - first;
  const likelihood = (sum[at] ?? 0) * tolerance;
  const tail = (probability: number) => Math.min(1, probability + lump);
  return {
    atMost: tail(add(sum.slice(0, Math.max(0, at + 1)))),
    atLeast: tail(add(sum.slice(Math.max(0, at)))),
    notLikelier: tail(add(sum.filter((probability) => probability <= likelihood))),
    least,
    greatest,
  };
}

function convolve(sum: readonly number[], { step, probabilities }: SumPart): number[] {
  const wider = Array.from({ length: sum.length + step * (probabilities.length - 1) }, () => 0);
  for (const [times, probability] of probabilities.entries()) {
    const shift = times * step;
    for (let index = 0; index < sum.length; index += 1) {
      wider[index + shift] = (wider[index + shift] ?? 0) + probability * (sum[index] ?? 0);
    }
  }
  return wider;
}

/** Small numbers first, so that none is lost. */
function add(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b).reduce((total, value) => total + value, 0);
}
