import type { CasePair } from "../src/compare/index.ts";
import { drawAnswers } from "./draw-answers.ts";
import { gateCount, type CaseTruth } from "./draw-cases.ts";

/** A case as it truly is, for the baseline and for the candidate. */
export interface PairTruth {
  readonly before: CaseTruth;
  readonly after: CaseTruth;
  /** See `drawAnswers`: what the candidate has lost. */
  readonly lost: number;
}

export interface DrawnPairs {
  readonly total: readonly CasePair[];
  readonly gates: readonly (readonly CasePair[])[];
}

/** Asks every case on both sides, and counts. */
export function drawPairs(
  truths: readonly PairTruth[],
  repeats: number,
  random: () => number,
): DrawnPairs {
  const drawn = truths.map(({ before, after, lost }, index) => ({
    id: `case-${index + 1}`,
    before: drawAnswers(before, { repeats, lost: 0 }, random),
    after: drawAnswers(after, { repeats, lost }, random),
  }));
  const pair = (id: string, before: number, after: number): CasePair => ({
    case: id,
    before: { passes: before, answers: repeats },
    after: { passes: after, answers: repeats },
  });
  return {
    total: drawn.map(({ id, before, after }) => pair(id, before.total, after.total)),
    gates: Array.from({ length: gateCount }, (_, gate) =>
      drawn.map(({ id, before, after }) =>
        pair(id, before.gates[gate] ?? 0, after.gates[gate] ?? 0),
      ),
    ),
  };
}
