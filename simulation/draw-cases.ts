import { drawGamma } from "../src/stats/index.ts";

/** What is true of a case, and what a run can only estimate. */
export interface CaseTruth {
  /** Chance that an answer passes every required gate. */
  readonly rate: number;
  /** The gate that an answer that fails is most likely to fail. */
  readonly weakGate: number;
}

/** How the cases of a suite differ. */
export interface Difficulty {
  /** Mean of the rates, 0..1. */
  readonly rate: number;
  /** a + b of their beta distribution: 1: most cases pass or fail always; 4: most are noisy. */
  readonly evenness: number;
}

/** Required gates of the simulated suites. */
export const gateCount = 4;

/** Cases of varying difficulty: their rates are beta distributed. */
export function drawCases(
  count: number,
  difficulty: Difficulty,
  random: () => number,
): readonly CaseTruth[] {
  return Array.from({ length: count }, () => ({
    rate: drawRate(difficulty, random),
    weakGate: Math.floor(random() * gateCount),
  }));
}

/** From a beta distribution, as a share of two gamma distributed numbers. */
export function drawRate({ rate, evenness }: Difficulty, random: () => number): number {
  const passes = drawSmallGamma(evenness * rate, random);
  const fails = drawSmallGamma(evenness * (1 - rate), random);
  // Both may be too small to be told from 0.
  return passes + fails === 0 ? Number(random() < rate) : passes / (passes + fails);
}

/** A gamma distributed number of any shape: that of shape + 1, times u^(1/shape). */
function drawSmallGamma(shape: number, random: () => number): number {
  return drawGamma(shape + 1, random) * random() ** (1 / shape);
}
