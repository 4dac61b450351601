import type { LoadedRun, Sample } from "../../record/index.ts";
import type { ReporterInput } from "../reporter.ts";
import { summariseRun, type ArmSummary } from "../summarise-run.ts";
import { findMissedThresholds } from "../thresholds.ts";
import { summariseUsage } from "../usage/summarise-usage.ts";

/** Version of the document, raised when a field changes its meaning or goes away. */
const reportVersion = 1;

/**
 * A run as one JSON document: what run.json says of it, the counts and rates of each arm, what it took, and
 * every sample with its verdicts, in the order of the plan. Answers' texts stay in samples.jsonl.
 */
export function renderRunJson({
  run,
  samples,
  folder,
  lines,
  compared = null,
}: Pick<LoadedRun, "run" | "samples" | "folder" | "lines"> &
  Pick<ReporterInput, "compared">): string {
  const { plan: _, suite, ...metadata } = run;
  const arms = summariseRun(run, samples);
  return JSON.stringify(
    {
      reportVersion,
      folder,
      run: { ...metadata, suite },
      recorded: run.models.every(({ kind }) => kind === "recordings"),
      arms: arms.map(describeArm),
      missedThresholds: findMissedThresholds(arms),
      usage: summariseUsage(run, lines),
      samples: samples.map(describeSample),
      ...(compared === null
        ? {}
        : { comparison: { exitCode: compared.exitCode, ...compared.report } }),
    },
    null,
    2,
  );
}

function describeArm({ promptVersion, model, total, gates, repeats }: ArmSummary): unknown {
  return { promptVersion, model, total, gates, ...(repeats === null ? {} : { repeats }) };
}

function describeSample(sample: Sample): unknown {
  const { answer, ...rest } = sample;
  if (answer === null) return { ...rest, answer };
  const { text: _, ...facts } = answer;
  return { ...rest, answer: facts };
}
