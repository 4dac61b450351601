import { normalQuantile } from "./normal-quantile.ts";

/** What a comparison is made of, as far as its precision goes. */
export interface Precision {
  readonly cases: number;
  /** σ²: mean variance of an answer's pass within a case, baseline and candidate. */
  readonly withinBefore: number;
  readonly withinAfter: number;
  /** ω²: variance of the true differences between cases; 0 where only these cases count. */
  readonly between: number;
}

export interface ErrorRates {
  /** One-sided. */
  readonly alpha: number;
  /** Chance of finding the difference when it is there. */
  readonly power: number;
}

/**
 * The smallest difference that is found with the given power:
 * (z₁₋α + z_power) √((ω² + σ²_A/K_A + σ²_B/K_B)/n).
 *
 * @see Miller 2024, arXiv 2411.00640, section 5
 */
export function findDetectableDifference(
  { cases, withinBefore, withinAfter, between }: Precision,
  repeats: { readonly before: number; readonly after: number },
  rates: ErrorRates,
): number {
  const variance = between + withinBefore / repeats.before + withinAfter / repeats.after;
  return sumOfQuantiles(rates) * Math.sqrt(variance / cases);
}

/**
 * Repeats of each case, on both sides, with which a difference δ is found:
 * ⌈(σ²_A+σ²_B) / (nδ²/(z₁₋α+z_power)² − ω²)⌉.
 *
 * @returns null: no number of repeats is enough, only more cases help
 * @see Miller 2024, arXiv 2411.00640, section 5
 */
export function findNeededRepeats(
  { cases, withinBefore, withinAfter, between }: Precision,
  difference: number,
  rates: ErrorRates,
): number | null {
  const room = (cases * difference ** 2) / sumOfQuantiles(rates) ** 2 - between;
  return room <= 0 ? null : Math.max(1, Math.ceil((withinBefore + withinAfter) / room));
}

/**
 * Repeats of the candidate with which a difference δ is found where the baseline's are what they
 * are: ⌈σ²_B / (nδ²/(z₁₋α+z_power)² − ω² − σ²_A/K_A)⌉.
 *
 * @param baselineRepeats K_A
 * @returns null: no number of repeats is enough with this baseline
 * @see Miller 2024, arXiv 2411.00640, section 5, solved for one side
 */
export function findNeededCandidateRepeats(
  { cases, withinBefore, withinAfter, between }: Precision,
  difference: number,
  { baselineRepeats, ...rates }: ErrorRates & { readonly baselineRepeats: number },
): number | null {
  const room =
    (cases * difference ** 2) / sumOfQuantiles(rates) ** 2 -
    between -
    withinBefore / baselineRepeats;
  return room <= 0 ? null : Math.max(1, Math.ceil(withinAfter / room));
}

/**
 * Cases with which a difference δ is found, with the repeats as they are:
 * ⌈(ω² + σ²_A/K_A + σ²_B/K_B) (z₁₋α + z_power)²/δ²⌉.
 *
 * @see Miller 2024, arXiv 2411.00640, section 5
 */
export function findNeededCases(
  { withinBefore, withinAfter, between }: Omit<Precision, "cases">,
  repeats: { readonly before: number; readonly after: number },
  { difference, ...rates }: ErrorRates & { readonly difference: number },
): number {
  const variance = between + withinBefore / repeats.before + withinAfter / repeats.after;
  return Math.max(1, Math.ceil(variance * (sumOfQuantiles(rates) / difference) ** 2));
}

function sumOfQuantiles({ alpha, power }: ErrorRates): number {
  return normalQuantile(1 - alpha) + normalQuantile(power);
}
