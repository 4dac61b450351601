import { gatesOfCase, judgeSample, type RunRecord, type Sample } from "../record/index.ts";
import type { Arm } from "./types.ts";

type Gate = RunRecord["suite"]["gates"][number];

/** Outcomes of a case's answers in one gate. */
export interface OutcomeCounts {
  readonly pass: number;
  readonly fail: number;
  readonly na: number;
  readonly unchecked: number;
  /** No answer, not graded, or the check could not decide. */
  readonly missing: number;
}

/** By case; cases that leave the gate out are absent. */
export type CaseCounts = ReadonlyMap<string, OutcomeCounts>;

/** An arm, counted over the cases and gates that all arms share. */
export interface AlignedArm {
  readonly arm: Arm;
  /** Samples of the shared cases. */
  readonly samples: readonly Sample[];
  readonly samplesByCase: ReadonlyMap<string, readonly Sample[]>;
  /** Passes of all required gates that are shared; `unchecked`: nothing was decided. */
  readonly total: CaseCounts;
  readonly gates: ReadonlyMap<string, CaseCounts>;
}

export interface Alignment {
  /** Cases with the same text in every run, in the order of the first. */
  readonly cases: readonly string[];
  /** Gates that every run graded, in the order of the first, at its levels. */
  readonly gates: readonly Gate[];
  readonly arms: readonly AlignedArm[];
  readonly leftOut: { readonly cases: readonly string[]; readonly gates: readonly string[] };
}

/** Brings arms to the cases and gates that they share. */
export function alignArms(arms: readonly Arm[]): Alignment {
  const runs = arms.map(({ run }) => run);
  const [first] = runs;
  const cases = (first?.suite.cases ?? []).filter(({ id, requestHash }) =>
    runs.every(({ suite }) =>
      suite.cases.some((other) => other.id === id && other.requestHash === requestHash),
    ),
  );
  const gates = (first?.suite.gates ?? []).filter(({ id }) =>
    runs.every((run) => run.gates.includes(id)),
  );
  const caseIds = new Set(cases.map(({ id }) => id));
  const gateIds = new Set(gates.map(({ id }) => id));
  const left = (all: readonly string[], kept: ReadonlySet<string>) =>
    [...new Set(all)].filter((id) => !kept.has(id));
  return {
    cases: [...caseIds],
    gates,
    arms: arms.map((arm) => alignArm(arm, { runs, caseIds, gates })),
    leftOut: {
      cases: left(
        runs.flatMap(({ suite }) => suite.cases.map(({ id }) => id)),
        caseIds,
      ),
      gates: left(
        runs.flatMap((run) => run.gates),
        gateIds,
      ),
    },
  };
}

interface Shared {
  readonly runs: readonly RunRecord[];
  readonly caseIds: ReadonlySet<string>;
  readonly gates: readonly Gate[];
}

function alignArm(arm: Arm, { runs, caseIds, gates }: Shared): AlignedArm {
  const samples = arm.samples.filter((sample) => caseIds.has(sample.case));
  const samplesByCase = Map.groupBy(samples, (sample) => sample.case);
  const total = new Map<string, OutcomeCounts>();
  const byGate = new Map(gates.map(({ id }) => [id, new Map<string, OutcomeCounts>()]));
  for (const [id, own] of samplesByCase) {
    const graded = gatesOfSharedCase(id, runs, gates);
    total.set(id, count(own.map((sample) => outcomeOfAll(sample, graded))));
    for (const gate of graded) {
      byGate.get(gate.id)?.set(id, count(own.map((sample) => outcomeOf(sample, gate))));
    }
  }
  return { arm, samples, samplesByCase, total, gates: byGate };
}

/** A gate counts for a case where every run graded it. */
function gatesOfSharedCase(
  id: string,
  runs: readonly RunRecord[],
  gates: readonly Gate[],
): readonly Gate[] {
  const graded = runs.map((run) => {
    const planned = run.suite.cases.find((other) => other.id === id);
    return new Set(gatesOfCase(run, planned).map((gate) => gate.id));
  });
  return gates.filter((gate) => graded.every((ids) => ids.has(gate.id)));
}

function outcomeOf(sample: Sample, { id }: Gate): keyof OutcomeCounts {
  const outcome = sample.verdicts?.[id]?.outcome;
  return outcome === undefined || outcome === "error" ? "missing" : outcome;
}

function outcomeOfAll(sample: Sample, gates: readonly Gate[]): keyof OutcomeCounts {
  const { passes, missing } = judgeSample(sample, gates);
  if (passes === null) return missing === null ? "unchecked" : "missing";
  return passes ? "pass" : "fail";
}

function count(outcomes: readonly (keyof OutcomeCounts)[]): OutcomeCounts {
  const counts = { pass: 0, fail: 0, na: 0, unchecked: 0, missing: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}
