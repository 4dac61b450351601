import type { Arm } from "../compare/index.ts";
import type { Gate } from "../suite/index.ts";
import {
  gatesOfCase,
  judgeSample,
  sampleKey,
  type Answer,
  type Outcome,
  type RunRecord,
  type Sample,
  type Verdict,
} from "../record/index.ts";

const answer: Answer = {
  text: "",
  source: "live",
  stopReason: null,
  servedModel: null,
  usage: null,
  costUsd: null,
  latencyMs: null,
  answeredAt: null,
};

/**
 * A baseline that nobody blessed yet: all of its answers pass every gate that a check decides.
 *
 * @param run planned
 * @param repeats answers for each case
 */
export function assumeBaseline(run: RunRecord, repeats: number): Arm {
  const passes = (gate: Gate): Verdict => ({
    outcome: gate.check === "unchecked" ? "unchecked" : "pass",
    score: null,
    reason: "",
    evidence: [],
  });
  return { ...imagine(run, repeats, (_, gate) => passes(gate)), name: "baseline" };
}

/**
 * A candidate that was never asked: of what the baseline decides, some gates fail in every answer
 * and all others pass.
 *
 * @param run planned
 * @param options.repeats answers for each case
 * @param options.failing ids of gates
 */
export function imagineArm(
  baseline: Arm,
  run: RunRecord,
  { repeats, failing }: { readonly repeats: number; readonly failing: readonly string[] },
): Arm {
  const decided = Map.groupBy(baseline.samples, (sample) => sample.case);
  return imagine(run, repeats, (id, gate) =>
    imagineVerdict(decided.get(id) ?? [], gate.id, failing.includes(gate.id) ? "fail" : "pass"),
  );
}

function imagine(
  run: RunRecord,
  repeats: number,
  verdictOf: (caseId: string, gate: Gate) => Verdict,
): Arm {
  const [promptVersion] = run.promptVersions;
  const [model] = run.models;
  if (!promptVersion || !model) throw new Error("A run has a prompt version and a model.");
  const samples = run.suite.cases.flatMap((planned) => {
    const gates = gatesOfCase(run, planned);
    const verdicts = Object.fromEntries(
      gates.map((gate) => [gate.id, verdictOf(planned.id, gate)]),
    );
    return Array.from({ length: repeats }, (_, index): Sample => {
      const place = {
        case: planned.id,
        promptVersion: promptVersion.name,
        model: model.id,
        repeat: index + 1,
      };
      const sample = { ...place, status: "answered" as const, answer, failure: null, verdicts };
      return { ...sample, key: sampleKey(place), ...judgeSample(sample, gates) };
    });
  });
  return { name: "candidate", run, promptVersion: promptVersion.name, model: model.id, samples };
}

function imagineVerdict(
  samples: readonly Sample[],
  gate: string,
  outcome: "pass" | "fail",
): Verdict {
  const found = samples.flatMap(({ verdicts }) => verdicts?.[gate]?.outcome ?? []);
  const isDecided = found.some((one) => one === "pass" || one === "fail");
  const other: Outcome = found.includes("unchecked") ? "unchecked" : "na";
  return { outcome: isDecided ? outcome : other, score: null, reason: "", evidence: [] };
}
