import { availableParallelism } from "node:os";

/**
 * A further worker is started for each so many answers. A second one saves time from some 12
 * answers on (`npm run bench -- threads`); at 24 it saves a third of it for a third more work, as
 * each thread loads the checks and warms up for itself.
 */
export const answersPerWorker = 12;

/** Each worker takes some 100 MB; two keep a process under 400 MB, whatever the machine has. */
const mostWorkers = 2;

/** How many workers so many answers are worth. */
export function countWorkers(answers: number, processors = availableParallelism()): number {
  const worthwhile = Math.floor(answers / answersPerWorker);
  return Math.max(1, Math.min(worthwhile, mostWorkers, processors));
}
