import type { RunRecord } from "../record/index.ts";
import { shareOf } from "../stats/index.ts";
import type { AlignedArm, Alignment, CaseCounts } from "./align-arms.ts";
import { applyGateRule, type Ruling } from "./apply-gate-rule.ts";
import { describeArm } from "./describe-arm.ts";
import { estimatePower } from "./estimate-power.ts";
import { findFlakyCases } from "./find-flaky-cases.ts";
import { findFlips } from "./find-flips.ts";
import { judgeComparison } from "./judge-comparison.ts";
import { pairCases, type CasePair } from "./pair-cases.ts";
import type { Arm, Comparison, CompareOptions, GateComparison } from "./types.ts";

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
  const required = gates.filter(({ level }) => level === "required").map(({ id }) => id);
  const all = {
    gate: null,
    level: "required",
    statement: "Every required gate",
    ...pairCases(sides.before.total, sides.after.total),
  } as const;
  const each = gates.map(({ id, level, statement }) => ({
    gate: id,
    level,
    statement,
    ...pairCases(countsOf(sides.before, id), countsOf(sides.after, id)),
  }));
  const rulings = applyGateRule(all.pairs, each, options);
  const total = describeGate(all, rulings.total, required, sides);
  const compared = each.map((one, index) =>
    describeGate(one, rulings.gates[index], [one.gate], sides),
  );
  const { brokenCases, level } = rulings;
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
    power: estimatePower(all.pairs, { scope, level, alpha, margin }),
  };
}

interface PairedGate extends ReturnType<typeof pairCases> {
  readonly gate: string | null;
  readonly level: "required" | "advisory";
  readonly statement: string;
}

function countsOf(side: AlignedArm, gate: string): CaseCounts {
  return side.gates.get(gate) ?? new Map();
}

function describeGate(
  { gate, level, statement, pairs, unpaired }: PairedGate,
  { measured, decision }: Ruling = { measured: null, decision: "not-compared" },
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
