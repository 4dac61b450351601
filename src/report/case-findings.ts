import {
  answeredGate,
  gatesOfCase,
  type RunRecord,
  type Sample,
  type Verdict,
} from "../record/index.ts";

export type Gate = RunRecord["suite"]["gates"][number];

/** What a gate came to in one answer to a case. */
export interface Finding {
  readonly repeat: number;
  /** `missing`: there is no answer, or it was not graded. */
  readonly outcome: Verdict["outcome"] | "missing";
  readonly reason: string;
  readonly evidence: Verdict["evidence"];
}

/** A gate in all answers to a case. */
export interface CaseFindings {
  readonly gate: Gate;
  /** In the order of the repeats. */
  readonly findings: readonly Finding[];
}

/**
 * What the gates of a case came to in its answers.
 *
 * @param samples all answers to one case in one arm
 */
export function findingsOfCase(
  run: Pick<RunRecord, "gates" | "suite">,
  id: string,
  samples: readonly Sample[],
): readonly CaseFindings[] {
  const gates = gatesOfCase(
    run,
    run.suite.cases.find((planned) => planned.id === id),
  );
  const graded = gates.map((gate) => ({
    gate,
    findings: samples.map((sample) => findingOf(sample, gate.id)),
  }));
  const isGraded = gates.some((gate) => gate.id === answeredGate);
  return isGraded || !samples.some(isCutOff) ? graded : [findingsOfAnswered(samples), ...graded];
}

function findingOf({ repeat, verdicts, missing, status }: Sample, gate: string): Finding {
  const verdict = verdicts?.[gate];
  return verdict === undefined
    ? { repeat, outcome: "missing", reason: missing ?? `It was ${status}.`, evidence: [] }
    : { repeat, ...verdict };
}

function isCutOff({ status }: Sample): boolean {
  return status === "refused" || status === "filtered" || status === "truncated";
}

/** A refused, filtered or cut answer fails `answered` also where that gate was not selected. */
function findingsOfAnswered(samples: readonly Sample[]): CaseFindings {
  return {
    gate: {
      id: answeredGate,
      statement: "The model answers",
      source: [],
      level: "required",
      check: answeredGate,
    },
    findings: samples.map((sample) =>
      sample.answer === null
        ? findingOf(sample, answeredGate)
        : {
            repeat: sample.repeat,
            outcome: isCutOff(sample) ? "fail" : "pass",
            reason: `The answer was ${sample.status}.`,
            evidence: [],
          },
    ),
  };
}
