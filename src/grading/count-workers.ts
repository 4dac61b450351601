import { availableParallelism } from "node:os";

/**
 * From twice as many answers on, a second worker saves more than its start costs. `npm run bench --
 * workers` shows the break-even.
 */
export const answersPerWorker = 12;

/** Each worker takes some 100 MB; two keep a process under 400 MB, whatever the machine has. */
const mostWorkers = 2;

/** How many workers so many answers are worth. */
export function countWorkers(answers: number, processors = availableParallelism()): number {
  const worthwhile = Math.floor(answers / answersPerWorker);
  return Math.max(1, Math.min(worthwhile, mostWorkers, processors));
}
