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
 * What of a run is to be done.
 *
 * - `rest`: what has no result yet
 * - `over budget`: also what the budget did not allow
 * - `failures`: also what failed for any other reason
 * - `grading`: only verdicts of stored answers; nothing is asked
 */
export type Wanted = "rest" | "over budget" | "failures" | "grading";

/**
 * What is left to do of a run, in the plan's order. A sample that failed has its result; asking it
 * again is a decision of the user's.
 */
export function findOpenSamples(
  run: RunRecord,
  lines: readonly Line[],
  wanted: Wanted,
): readonly OpenSample[] {
  const grading = run.gradings.at(-1)?.grading ?? 1;
  const answers = new Map<string, AnswerLine>();
  const failed = new Set<string>();
  const graded = new Set<string>();
  for (const line of lines) {
    if (line.kind === "answer") answers.set(line.sample, line);
    if (line.kind === "outcome") {
      if (isWanted(line.status, wanted)) failed.delete(line.sample);
      else failed.add(line.sample);
    }
    if (line.kind === "verdicts" && line.grading === grading) graded.add(line.sample);
  }
  return run.plan.flatMap((place): readonly OpenSample[] => {
    const key = sampleKey(place);
    const answer = answers.get(key) ?? null;
    if (answer) return graded.has(key) ? [] : [{ place, answer }];
    return failed.has(key) || wanted === "grading" ? [] : [{ place, answer: null }];
  });
}

function isWanted(status: "infrastructure" | "over budget", wanted: Wanted): boolean {
  return wanted === "failures" || (wanted === "over budget" && status === "over budget");
}
