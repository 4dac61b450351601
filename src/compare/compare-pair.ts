import type { RunRecord } from "../record/index.ts";
import { shareOf } from "../stats/index.ts";
import type { AlignedArm, Alignment, CaseCounts } from "./align-arms.ts";
import { decideGates } from "./decide-gates.ts";
import { describeArm } from "./describe-arm.ts";
import { estimatePower } from "./estimate-power.ts";
import { findBrokenCases } from "./find-broken-cases.ts";
import { findFlakyCases } from "./find-flaky-cases.ts";
import { findFlips } from "./find-flips.ts";
import { judgeComparison } from "./judge-comparison.ts";
import { measureDifference, type MeasuredDifference } from "./measure-difference.ts";
import { pairCases, type CasePair } from "./pair-cases.ts";
import type { Arm, Comparison, CompareOptions, Decision, GateComparison } from "./types.ts";

/**
 * Of alpha, what the gates have: in scope `suite` three fifths, the rest is for single cases. In
 * scope `population`, which says nothing of single cases, they have it all.
 */
export function alphaOfGates({ scope, alpha }: Pick<CompareOptions, "scope" | "alpha">): number {
  return scope === "suite" ? alpha * 0.6 : alpha;
}

interface Sides {
  readonly before: AlignedArm;
  readonly after: AlignedArm;
}

/** Compares a candidate with a baseline. */
export function comparePair(
  { gates, cases }: Pick<Alignment, "gates" | "cases">,
  sides: Sides,
  options: CompareOptions,
): Comparison {
  const { scope, margin, alpha } = options;
  const isSuite = scope === "suite";
  const gatesAlpha = alphaOfGates(options);
  const required = gates.filter(({ level }) => level === "required").map(({ id }) => id);
  const all = {
    gate: null,
    level: "required",
    statement: "Every required gate",
    ...pairAndMeasure(sides.before.total, sides.after.total, options),
  } as const;
  const measuredGates = gates.map(({ id, level, statement }) => ({
    gate: id,
    level,
    statement,
    ...pairAndMeasure(countsOf(sides.before, id), countsOf(sides.after, id), options),
  }));
  const decisions = decideFamily(all, measuredGates, { alpha: gatesAlpha, margin });
  const complete = (one: Measured, decision: Decision): GateComparison =>
    completeGate(one, decision, one.gate === null ? required : [one.gate], sides);
  const total = complete(all, decisions.total);
  const compared = measuredGates.map((one, index) =>
    complete(one, decisions.gates[index] ?? "not-compared"),
  );
  const brokenCases = isSuite ? findBrokenCases(all.pairs, alpha - gatesAlpha) : [];
  const [before, after] = [describeArm(sides.before), describeArm(sides.after)];
  const maxMissingRate = Math.min(
    ...[sides.before, sides.after].map(({ arm }) => arm.run.settings.maxMissingRate),
  );
  return {
    scope,
    margin,
    alpha,
    before,
    after,
    changed: findChanges(sides.before.arm, sides.after.arm),
    cases: cases.length,
    verdict: judgeComparison({
      total,
      gates: compared,
      brokenCases,
      before,
      after,
      maxMissingRate,
    }),
    total,
    gates: compared,
    brokenCases,
    flakyCases: findFlakyCases(all.pairs),
    power: estimatePower(all.pairs, { scope, alpha: gatesAlpha, margin }),
  };
}

interface Measured extends ReturnType<typeof pairAndMeasure> {
  readonly gate: string | null;
  readonly level: "required" | "advisory";
  readonly statement: string;
}

function pairAndMeasure(
  before: CaseCounts,
  after: CaseCounts,
  { scope, alpha }: CompareOptions,
): {
  readonly pairs: readonly CasePair[];
  readonly unpaired: GateComparison["unpaired"];
  readonly measured: MeasuredDifference | null;
} {
  const { pairs, unpaired } = pairCases(before, after);
  return { pairs, unpaired, measured: measureDifference(pairs, scope, 1 - alpha) };
}

function countsOf(side: AlignedArm, gate: string): CaseCounts {
  return side.gates.get(gate) ?? new Map();
}

/**
 * All required gates together are one more of the family, so that a loss that is spread over
 * several gates is seen. Where only one of them says anything, they are that one.
 */
function decideFamily(
  total: Measured,
  gates: readonly Measured[],
  limits: { readonly alpha: number; readonly margin: number },
): { readonly total: Decision; readonly gates: readonly Decision[] } {
  const varying = gates.filter(
    ({ level, measured }) => level === "required" && measured && measured.test.leastPWorse < 1,
  );
  const isFamilyOfOne = varying.length <= 1;
  const [first = "not-compared", ...rest] = isFamilyOfOne
    ? [decideGates([total], limits)[0], ...decideGates(gates, limits)]
    : decideGates([total, ...gates], limits);
  return { total: first, gates: rest.map((decision) => decision ?? "not-compared") };
}

function completeGate(
  { gate, level, statement, pairs, unpaired, measured }: Measured,
  decision: Decision,
  failing: readonly string[],
  sides: Sides,
): GateComparison {
  const sum = (of: (pair: CasePair) => number) => pairs.reduce((all, pair) => all + of(pair), 0);
  return {
    gate,
    level,
    statement,
    pairs: pairs.length,
    answers: {
      before: sum(({ before }) => before.answers),
      after: sum(({ after }) => after.answers),
    },
    rates:
      pairs.length === 0
        ? null
        : {
            before: sum(({ before }) => shareOf(before)) / pairs.length,
            after: sum(({ after }) => shareOf(after)) / pairs.length,
          },
    difference: measured && { estimate: measured.estimate, ...measured.bounds },
    p: measured && {
      worse: measured.test.pWorse,
      better: measured.test.pBetter,
      twoSided: measured.test.pTwoSided,
    },
    decision,
    flips: findFlips(pairs, failing, sides),
    unpaired,
  };
}

function findChanges(before: Arm, after: Arm): Comparison["changed"] {
  return [
    ...(promptHash(before) === promptHash(after) ? [] : (["prompt"] as const)),
    ...(before.model === after.model ? [] : (["model"] as const)),
  ];
}

function promptHash({ run, promptVersion }: Arm): string | undefined {
  const versions: RunRecord["promptVersions"] = run.promptVersions;
  return versions.find(({ name }) => name === promptVersion)?.hash;
}
