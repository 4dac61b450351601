import { decideGates, type MeasuredGate } from "./decide-gates.ts";
import { findBrokenCases } from "./find-broken-cases.ts";
import { measureDifference, type MeasuredDifference } from "./measure-difference.ts";
import type { CasePair } from "./pair-cases.ts";
import type { BrokenCase, CompareOptions, Decision } from "./types.ts";

/** A gate with the cases that both sides decide. */
export interface PairedGate {
  readonly level: "required" | "advisory";
  readonly pairs: readonly CasePair[];
}

/** What was measured of a gate, and what can be said of it. */
export interface Ruling {
  readonly measured: MeasuredDifference | null;
  readonly decision: Decision;
}

export interface GateRulings {
  /** All required gates together. */
  readonly total: Ruling;
  /** In the order of the gates. */
  readonly gates: readonly Ruling[];
  /** None in scope `population`, which says nothing of single cases. */
  readonly brokenCases: readonly BrokenCase[];
  /**
   * One-sided p values up to this count as worse where a gate is lost: it shows in itself and in
   * all gates together, so that these are two tests at least.
   */
  readonly level: number;
}

/**
 * The gate rule: the chance that a candidate that is not worse is called worse, in any required
 * gate, in all of them together or in any case, is at most alpha. Single cases take what they can
 * use of it, the gates have the rest. How much that is depends on how many answers pass in each
 * case, of both sides together, and on nothing else: this is the same however the answers are
 * dealt out, so that sharing alpha by it is no second look at the data.
 *
 * @param total of all required gates together
 */
export function applyGateRule(
  total: readonly CasePair[],
  gates: readonly PairedGate[],
  { scope, margin, alpha }: CompareOptions,
): GateRulings {
  const { brokenCases, spent } =
    scope === "suite" ? findBrokenCases(total, alpha) : { brokenCases: [], spent: 0 };
  const measure = ({ level, pairs }: PairedGate): MeasuredGate => ({
    level,
    measured: measureDifference(pairs, scope, 1 - alpha),
  });
  const all = measure({ level: "required", pairs: total });
  const each = gates.map(measure);
  // What single cases leave.
  const limits = { alpha: alpha - spent, margin };
  const isOne = isFamilyOfOne(each);
  const family = decideGates(isOne ? [all] : [all, ...each], limits);
  const [first, ...others] = family.decisions;
  const rest = isOne ? decideGates(each, limits).decisions : others;
  return {
    total: { measured: all.measured, decision: first ?? "not-compared" },
    gates: each.map(({ measured }, index) => ({
      measured,
      decision: rest[index] ?? "not-compared",
    })),
    brokenCases,
    level: isOne ? family.level : Math.min(family.level, limits.alpha / 2),
  };
}

/**
 * All required gates together are one more of the family, so that a loss that is spread over
 * several gates is seen. Where only one of them says anything, they are that one.
 */
function isFamilyOfOne(gates: readonly MeasuredGate[]): boolean {
  const varying = gates.filter(
    ({ level, measured }) => level === "required" && measured && measured.test.leastPWorse < 1,
  );
  return varying.length <= 1;
}
