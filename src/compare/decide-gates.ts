import { adjustByBenjaminiHochberg, correctByTarone } from "../stats/index.ts";
import type { MeasuredDifference } from "./measure-difference.ts";
import type { Decision } from "./types.ts";

/** Share of false alarms among the advisory gates that are named. */
const falseDiscoveryRate = 0.1;

/** A gate, or all required gates together, with what was measured of it. */
export interface MeasuredGate {
  readonly measured: MeasuredDifference | null;
  readonly level: "required" | "advisory";
}

export interface GateDecisions {
  /** In the order of the gates. */
  readonly decisions: readonly Decision[];
  /** One-sided p values of required gates up to this count as worse. */
  readonly level: number;
}

/**
 * Decides each gate. Required gates are one family: the chance that any of them is called worse
 * without being so is at most `alpha` (Tarone). Advisory gates never fail a comparison; of those
 * that are called worse or better a tenth may be chance (Benjamini and Hochberg).
 *
 * @param alpha one-sided
 */
export function decideGates(
  gates: readonly MeasuredGate[],
  { alpha, margin }: { readonly alpha: number; readonly margin: number },
): GateDecisions {
  const worse = findSignificant(gates, "worse", alpha);
  const better = findSignificant(gates, "better", alpha);
  const decisions = gates.map(({ measured }, index) => {
    if (measured === null) return "not-compared";
    const isRuledOut = measured.bounds.low > -margin;
    if (worse.found.has(index)) return isRuledOut ? "worse-within-margin" : "regressed";
    if (better.found.has(index)) return "improved";
    return isRuledOut ? "no-regression" : "inconclusive";
  });
  return { decisions, level: worse.level };
}

/** Positions of the gates that changed in a direction, beyond chance. */
function findSignificant(
  gates: readonly MeasuredGate[],
  direction: "worse" | "better",
  alpha: number,
): { readonly found: ReadonlySet<number>; readonly level: number } {
  const tests = gates.flatMap(({ measured, level }, index) => {
    if (measured === null) return [];
    const { pWorse, pBetter, leastPWorse, leastPBetter } = measured.test;
    const [p, leastP] = direction === "worse" ? [pWorse, leastPWorse] : [pBetter, leastPBetter];
    return [{ index, level, p, leastP }];
  });
  const required = tests.filter(({ level }) => level === "required");
  const advisory = tests.filter(({ level }) => level === "advisory");
  const adjusted = adjustByBenjaminiHochberg(advisory.map(({ p }) => p));
  const { rejected, level } = correctByTarone(required, alpha);
  const found = new Set([
    ...rejected.flatMap((at) => required[at]?.index ?? []),
    ...advisory
      .filter((_, at) => (adjusted[at] ?? 1) <= falseDiscoveryRate)
      .map(({ index }) => index),
  ]);
  return { found, level };
}
