import type { Sample } from "../../record/index.ts";
import type { Gate } from "../case-findings.ts";
import type { ReporterInput } from "../reporter.ts";
import type { ArmSummary } from "../summarise-run.ts";
import { formatCount, formatRate } from "../terminal/format-rate.ts";
import { printable } from "../terminal/layout/index.ts";
import { labelSample } from "../terminal/sample-label.ts";
import { findMissedThresholds } from "../thresholds.ts";

/** A message on a line of a file. */
export interface Annotation {
  readonly kind: "error" | "warning";
  readonly file: string;
  /** null: on the file as a whole. */
  readonly line: number | null;
  readonly title: string;
  readonly message: string;
}

const mostFindings = 5;

/**
 * One annotation for each gate that fails in an answer or misses its threshold, in the order of the
 * suite, and one where answers are missing.
 */
export function collectAnnotations(
  input: ReporterInput,
  arms: readonly ArmSummary[],
): readonly Annotation[] {
  const { run, samples } = input;
  const gates = run.suite.gates.filter(({ id }) => run.gates.includes(id));
  return [
    ...gates.flatMap((gate) => annotateGate(gate, input, arms)),
    ...annotateMissing(input, samples),
  ];
}

function annotateGate(
  gate: Gate,
  input: ReporterInput,
  arms: readonly ArmSummary[],
): readonly Annotation[] {
  const { samples, agentFile } = input;
  const failed = samples.filter(({ verdicts }) => verdicts?.[gate.id]?.outcome === "fail");
  const missed = findMissedThresholds(arms).filter((threshold) => threshold.gate === gate.id);
  if (failed.length + missed.length === 0) return [];
  const [first, ...others] = gate.source.map(({ line }) => line);
  const decided = samples.filter(({ verdicts }) =>
    ["pass", "fail"].includes(verdicts?.[gate.id]?.outcome ?? ""),
  ).length;
  const title =
    failed.length > 0
      ? `${gate.id}: ${failed.length} of ${formatCount(decided, "answer")} ${failed.length === 1 ? "fails" : "fail"}`
      : `${gate.id}: its threshold is missed`;
  return [
    {
      // A missed threshold ends the run with exit code 1, whatever the level.
      kind: gate.level === "required" || missed.length > 0 ? "error" : "warning",
      file: agentFile,
      line: first ?? null,
      title,
      message: [
        printable(gate.statement),
        ...missed.map(
          ({ label, rate, minPassRate }) =>
            `${arms.length > 1 ? `${printable(label)} passes` : "It passes"} ${formatRate(rate)}, the suite asks for ${formatRate(minPassRate)}.`,
        ),
        ...failed.slice(0, mostFindings).map((sample) => describe(input, sample, gate)),
        ...(failed.length > mostFindings ? [`… ${failed.length - mostFindings} more`] : []),
        ...(others.length > 0 ? [`Also stated in line ${others.join(", ")}.`] : []),
        `assay show ${input.reference} --gate ${gate.id}`,
      ].join("\n"),
    },
  ];
}

function describe({ run }: ReporterInput, sample: Sample, { id }: Gate): string {
  const verdict = sample.verdicts?.[id];
  const [place] = verdict?.evidence ?? [];
  const where = place ? ` (${printable(place.file)}:${place.line} of the answer)` : "";
  return `${labelSample(run, sample)}: ${printable(verdict?.reason ?? "")}${where}`;
}

function annotateMissing(
  { run, agentFile }: ReporterInput,
  samples: readonly Sample[],
): readonly Annotation[] {
  const missing = samples.filter((sample) => sample.missing !== null);
  if (missing.length === 0) return [];
  return [
    {
      kind: "warning",
      file: agentFile,
      line: null,
      title: `${formatCount(missing.length, "answer")} missing of ${samples.length}`,
      message: [
        "They are in no rate.",
        ...missing
          .slice(0, mostFindings)
          .map((sample) => `${labelSample(run, sample)}: ${printable(sample.missing ?? "")}`),
        ...(missing.length > mostFindings ? [`… ${missing.length - mostFindings} more`] : []),
      ].join("\n"),
    },
  ];
}
