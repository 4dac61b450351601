import type { AnswerLine, AnswerStatus, Sample } from "../record/index.ts";

const statuses: readonly string[] = [
  "answered",
  "refused",
  "filtered",
  "truncated",
] satisfies readonly AnswerStatus[];

/** The answers of samples, as they are stored. */
export function listAnswers(samples: readonly Sample[]): readonly AnswerLine[] {
  return samples.flatMap(({ key, status, answer }): readonly AnswerLine[] =>
    answer !== null && isAnswer(status) ? [{ kind: "answer", sample: key, status, answer }] : [],
  );
}

function isAnswer(status: Sample["status"]): status is AnswerStatus {
  return statuses.includes(status);
}
