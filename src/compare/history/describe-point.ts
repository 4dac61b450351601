import { alignArms, type CaseCounts } from "../align-arms.ts";
import { describeArm } from "../describe-arm.ts";
import type { PointGate, TrendArm, TrendPoint } from "./types.ts";

/** A run on its own, over all of its cases. */
export function describePoint(arm: TrendArm): TrendPoint {
  const { run, folder, promptVersion, model, samples } = arm;
  const alignment = alignArms([arm]);
  const [aligned] = alignment.arms;
  if (!aligned) throw new Error("An arm alone is aligned with itself.");
  const facts = describeArm(aligned);
  return {
    runId: run.id,
    folder,
    startedAt: run.startedAt,
    promptVersion,
    promptHash: promptHashOf(arm),
    model,
    servedModels: servedModelsOf(samples),
    checksHash: run.gradings.at(-1)?.checksHash ?? "",
    suiteHash: run.suite.hash,
    assay: run.versions.assay,
    repeats: run.repeats,
    cases: alignment.cases.length,
    samples: facts.samples,
    missing: facts.missing,
    total: { rate: facts.rate, interval: facts.interval },
    gates: alignment.gates.map(({ id, level, statement }): PointGate => ({
      gate: id,
      level,
      statement,
      ...rateOf(aligned.gates.get(id) ?? new Map()),
    })),
  };
}

/** Of the system prompt that was sent; null where the run does not have the version. */
export function promptHashOf({ run, promptVersion }: TrendArm): string | null {
  return run.promptVersions.find(({ name }) => name === promptVersion)?.hash ?? null;
}

/** In the order of their names; those that are not known are left out. */
export function servedModelsOf(samples: TrendArm["samples"]): readonly string[] {
  const served = samples.flatMap(({ answer }) => answer?.servedModel ?? []);
  return [...new Set(served)].toSorted((a, b) => (a < b ? -1 : 1));
}

/** Cases have equal weight, however many of their answers were decided. */
function rateOf(counts: CaseCounts): Pick<PointGate, "rate" | "cases"> {
  const shares = [...counts.values()].flatMap(({ pass, fail }) =>
    pass + fail === 0 ? [] : [pass / (pass + fail)],
  );
  const cases = shares.length;
  return {
    rate: cases === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / cases,
    cases,
  };
}
