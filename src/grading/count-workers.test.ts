import { expect, test } from "vitest";
import { answersPerWorker, countWorkers } from "./count-workers.ts";

test.each([
  [0, 8, 1],
  [1, 8, 1],
  [2 * answersPerWorker - 1, 8, 1],
  [2 * answersPerWorker, 8, 2],
  [10_000, 8, 2],
  [10_000, 2, 2],
  [10_000, 1, 1],
])("for %i answers on %i processors: %i", (answers, processors, workers) => {
  expect(countWorkers(answers, processors)).toBe(workers);
});
