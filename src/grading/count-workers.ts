import { availableParallelism } from "node:os";

/**
 * A further worker is started for each so many answers. A second one saves time from some 12
 * answers on (`npm run bench -- threads`); at 24 it saves a third of it for a third more work, as
 * each thread loads the checks and warms up for itself.
 */
export const answersPerWorker = 12;

/** Each worker takes some 100 MB; two keep a process under 400 MB, whatever the machine has. */
const mostWorkers = 2;

/** The start of a worker, in milliseconds of work that it takes off the others. */
const startMs = 600;

/** Answers that are graded in less hold nobody up: asking for them takes longer. */
const leastMs = 5;

/**
 * How many answers there must have been at the least, going by what it took to grade those so far:
 * where their number is not known, what comes is judged by what came.
 *
 * @param graded how many were graded, and in how many milliseconds all together
 */
export function expectAnswers(graded: { readonly count: number; readonly ms: number }): number {
  const isSlow = graded.ms >= startMs && graded.ms >= leastMs * graded.count;
  return isSlow ? Math.max(graded.count, mostWorkers * answersPerWorker) : 0;
}

/** How many workers so many answers are worth. */
export function countWorkers(answers: number, processors = availableParallelism()): number {
  const worthwhile = Math.floor(answers / answersPerWorker);
  return Math.max(1, Math.min(worthwhile, mostWorkers, processors));
}
