import type { Scope } from "../src/compare/index.ts";
import { drawCases, drawRate, type CaseTruth, type Difficulty } from "./draw-cases.ts";
import type { PairTruth } from "./draw-pairs.ts";

/**
 * What the candidate changes: `nothing`; `one-case`: a case that always passed always fails;
 * `ten-points`: answers to all cases lose the first gate, 10 points of the mean rate in all.
 */
export type Change = "nothing" | "one-case" | "ten-points";

const drop = 0.1;
/** In scope `population`, the share of cases that another model finds as hard as a new case. */
const shareOfOthers = 0.5;

export interface World extends Difficulty {
  readonly scope: Scope;
  readonly change: Change;
  readonly cases: number;
}

/**
 * Draws a suite, and what the candidate makes of it. In scope `suite` nothing but the change
 * differs; in scope `population` cases differ between the sides, too, in both directions alike.
 */
export function drawTruths(world: World, random: () => number): readonly PairTruth[] {
  const cases = drawCases(world.cases, world, random);
  const lost = world.change === "ten-points" ? drop / meanRate(cases, world) : 0;
  return cases.map((before, index) => {
    if (world.change === "one-case" && index === 0) {
      const steady = { ...before, rate: 1 };
      return { before: steady, after: steady, lost: 1 };
    }
    return { before, after: drawCandidate(before, world, random), lost };
  });
}

/** Candidate minus baseline that is to be found: of these cases, or of all cases like these. */
export function trueDifference(world: World, truths: readonly PairTruth[]): number {
  if (world.scope === "population") return world.change === "ten-points" ? -drop : 0;
  const changes = truths.map(({ before, after, lost }) => after.rate * (1 - lost) - before.rate);
  return changes.reduce((sum, change) => sum + change, 0) / truths.length;
}

function drawCandidate(before: CaseTruth, world: World, random: () => number): CaseTruth {
  if (world.scope === "suite" || random() >= shareOfOthers) return before;
  return { ...before, rate: drawRate(world, random) };
}

function meanRate(cases: readonly CaseTruth[], { scope, rate }: World): number {
  if (scope === "population") return rate;
  const mean = cases.reduce((sum, one) => sum + one.rate, 0) / cases.length;
  return Math.max(drop, mean);
}
