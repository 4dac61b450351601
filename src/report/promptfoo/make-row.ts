import { gatesOfCase, type RunRecord, type Sample, type Verdict } from "../../record/index.ts";
import { describeAnswer, type TokenUsage } from "./describe-answer.ts";
import { toComponent, type Component, type Decided } from "./to-component.ts";

/** promptfoo's reasons why a row is no success. */
const failureReasons = { none: 0, assertion: 1, error: 2 } as const;

/** promptfoo's `EvaluateResult`, as far as it is known of a sample. */
export interface Row {
  readonly promptIdx: number;
  readonly testIdx: number;
  readonly success: boolean;
  readonly failureReason: 0 | 1 | 2;
  readonly error?: string;
  /** 0..1: the share of the assertions that pass. */
  readonly score: number;
  /** By gate: 1 where it passes, 0 where it fails; absent where it is neither. */
  readonly namedScores: Readonly<Record<string, number>>;
  readonly gradingResult: {
    readonly pass: boolean;
    readonly score: number;
    readonly reason: string;
    readonly namedScores: Readonly<Record<string, number>>;
    readonly componentResults: readonly Component[];
  };
  readonly cost?: number;
  readonly latencyMs?: number;
  readonly tokenUsage?: TokenUsage;
  readonly [field: string]: unknown;
}

/**
 * A sample in promptfoo's words, which has pass and fail only. A gate that does not apply is a pass
 * whose reason says so, and no named score, so that a metric is the rate that Assay shows. What is
 * not decided is no assertion. A missing sample is a row in error.
 */
export function makeRow(
  run: RunRecord,
  sample: Sample,
  place: {
    readonly promptIdx: number;
    readonly testIdx: number;
    readonly prompt: { readonly raw: string; readonly label: string };
  },
): Row {
  const planned = run.suite.cases.find(({ id }) => id === sample.case);
  const verdicts = gatesOfCase(run, planned).flatMap((gate): readonly Decided[] => {
    const verdict = sample.verdicts?.[gate.id];
    return verdict ? [{ gate, verdict }] : [];
  });
  const components = verdicts.flatMap(toComponent);
  const failed = components.filter(({ pass }) => !pass).length;
  const { success, failureReason, reason } = judge(sample, verdicts);
  const score = components.length === 0 ? 0 : 1 - failed / components.length;
  const namedScores = Object.fromEntries(
    verdicts.flatMap(({ gate, verdict: { outcome } }) =>
      outcome === "pass" || outcome === "fail" ? [[gate.id, outcome === "pass" ? 1 : 0]] : [],
    ),
  );
  const vars = {
    case: sample.case,
    repeat: String(sample.repeat),
    request: planned?.request ?? "",
  };
  const { answer } = sample;
  return {
    id: sample.key,
    ...place,
    provider: { id: sample.model, label: sample.model },
    vars,
    testCase: {
      description: run.repeats > 1 ? `${sample.case} #${sample.repeat}` : sample.case,
      vars,
      assert: components.map(({ assertion }) => assertion),
    },
    ...(answer === null ? {} : describeAnswer(answer)),
    success,
    failureReason,
    ...(success ? {} : { error: reason }),
    score,
    namedScores,
    gradingResult: {
      pass: success,
      score,
      reason,
      namedScores,
      componentResults: components,
    },
    metadata: describeSample(run, sample, verdicts),
  };
}

function describeSample(run: RunRecord, sample: Sample, verdicts: readonly Decided[]) {
  const of = (wanted: Verdict["outcome"]) =>
    verdicts.flatMap(({ gate, verdict: { outcome } }) => (outcome === wanted ? [gate.id] : []));
  return {
    run: run.id,
    promptVersion: sample.promptVersion,
    repeat: sample.repeat,
    status: sample.status,
    recorded: sample.answer?.source === "recording",
    notApplicable: of("na"),
    notDecided: of("error"),
    unchecked: of("unchecked"),
  };
}

function judge(
  { passes, missing }: Sample,
  verdicts: readonly Decided[],
): Pick<Row, "success" | "failureReason"> & { readonly reason: string } {
  const names = (level: string) =>
    verdicts
      .filter(({ gate, verdict }) => verdict.outcome === "fail" && gate.level === level)
      .map(({ gate }) => gate.id)
      .join(", ");
  const advisory = names("advisory");
  const also = advisory === "" ? "" : ` Failed, advisory: ${advisory}.`;
  if (passes === null) {
    const reason = missing ?? "No check could say anything about it.";
    return { success: false, failureReason: failureReasons.error, reason };
  }
  if (passes) {
    const reason = `No required gate failed.${also}`;
    return { success: true, failureReason: failureReasons.none, reason };
  }
  const required = names("required");
  const reason = `Failed: ${required === "" ? "the model did not answer" : required}.${also}`;
  return { success: false, failureReason: failureReasons.assertion, reason };
}
