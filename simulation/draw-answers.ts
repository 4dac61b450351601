import { gateCount, type CaseTruth } from "./draw-cases.ts";

/** Of an answer that fails, the chance that its case's weak gate is among the reasons. */
const shareOfWeakGate = 0.7;
/** Chance that an answer that fails one gate fails another one, too. */
const failsTogether = 0.3;

/** How many answers to a case pass: every required gate, and each of them. */
export interface Passes {
  readonly total: number;
  readonly gates: readonly number[];
}

/**
 * Draws the answers to a case. Gates are correlated within an answer: one that fails a gate often
 * fails others, too.
 *
 * @param lost chance that an answer fails the first gate for a reason of its own, besides those
 * that the case has anyway
 */
export function drawAnswers(
  truth: CaseTruth,
  { repeats, lost }: { readonly repeats: number; readonly lost: number },
  random: () => number,
): Passes {
  let total = 0;
  const gates = Array.from({ length: gateCount }, () => 0);
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const failed = drawFailures(truth, random);
    if (random() < lost) failed.add(0);
    if (failed.size === 0) total += 1;
    for (let gate = 0; gate < gateCount; gate += 1) {
      if (!failed.has(gate)) gates[gate] = (gates[gate] ?? 0) + 1;
    }
  }
  return { total, gates };
}

function drawFailures({ rate, weakGate }: CaseTruth, random: () => number): Set<number> {
  const failed = new Set<number>();
  if (random() < rate) return failed;
  failed.add(random() < shareOfWeakGate ? weakGate : Math.floor(random() * gateCount));
  for (let gate = 0; gate < gateCount; gate += 1) {
    if (random() < failsTogether) failed.add(gate);
  }
  return failed;
}
