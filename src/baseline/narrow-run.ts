import type { RunRecord, Sample, Verdict } from "../record/index.ts";

/** Which arm of a run. */
export interface ArmId {
  readonly promptVersion: string;
  readonly model: string;
}

/**
 * A run of one arm alone, as if nothing else had been asked and it had been graded once.
 *
 * @param samples those to keep, in the order of the plan
 */
export function narrowRun(
  run: RunRecord,
  { promptVersion, model }: ArmId,
  samples: readonly Sample[],
): RunRecord {
  const cases = new Set(samples.map((sample) => sample.case));
  const last = run.gradings.at(-1);
  return {
    ...run,
    finishedAt: run.finishedAt ?? run.startedAt,
    status: "complete",
    suite: { ...run.suite, cases: run.suite.cases.filter(({ id }) => cases.has(id)) },
    promptVersions: run.promptVersions.filter(({ name }) => name === promptVersion),
    models: run.models.filter(({ id }) => id === model),
    repeats: Math.max(...samples.map(({ repeat }) => repeat)),
    gradings: last ? [{ ...last, grading: 1 }] : run.gradings,
    plan: samples.map((sample) => ({
      case: sample.case,
      promptVersion,
      model,
      repeat: sample.repeat,
    })),
    shard: null,
    throttling: [],
  };
}

/** A sample of which only failures keep their places: the others are shown nowhere. */
export function trimEvidence(sample: Sample): Sample {
  if (sample.verdicts === null) return sample;
  const trimmed = Object.entries(sample.verdicts).map(([gate, verdict]): [string, Verdict] => [
    gate,
    verdict.outcome === "fail" ? verdict : { ...verdict, evidence: [] },
  ]);
  return { ...sample, verdicts: Object.fromEntries(trimmed) };
}
