import {
  sampleKey,
  type AnswerLine,
  type Line,
  type RunRecord,
  type SampleKey,
} from "../record/index.ts";

/** A sample that still needs something: an answer, or verdicts of its stored answer. */
export interface OpenSample {
  readonly place: SampleKey;
  /** null: to be asked. */
  readonly answer: AnswerLine | null;
}

/**
 * What is left to do of a run, in the plan's order. A sample that failed has its result; asking it
 * again is a decision of the user's.
 */
export function findOpenSamples(
  run: RunRecord,
  lines: readonly Line[],
  { retryFailures }: { readonly retryFailures: boolean },
): readonly OpenSample[] {
  const grading = run.gradings.at(-1)?.grading ?? 1;
  const answers = new Map<string, AnswerLine>();
  const failed = new Set<string>();
  const graded = new Set<string>();
  for (const line of lines) {
    if (line.kind === "answer") answers.set(line.sample, line);
    if (line.kind === "outcome") failed.add(line.sample);
    if (line.kind === "verdicts" && line.grading === grading) graded.add(line.sample);
  }
  return run.plan.flatMap((place): readonly OpenSample[] => {
    const key = sampleKey(place);
    const answer = answers.get(key) ?? null;
    if (answer) return graded.has(key) ? [] : [{ place, answer }];
    return failed.has(key) && !retryFailures ? [] : [{ place, answer: null }];
  });
}
