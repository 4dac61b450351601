import { expect, test } from "vitest";
import { answersPerWorker, countWorkers, expectAnswers } from "./count-workers.ts";

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

test.each([
  ["nothing was graded yet", { count: 0, ms: 0 }, 1],
  ["a few answers of code", { count: 10, ms: 400 }, 1],
  ["more of them than a start takes", { count: 15, ms: 620 }, 2],
  ["many that take next to nothing", { count: 2_000, ms: 1_900 }, 1],
])("where their number is not known and %s", (_, graded, workers) => {
  expect(countWorkers(expectAnswers(graded), 2)).toBe(workers);
});
