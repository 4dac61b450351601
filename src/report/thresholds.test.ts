import { expect, test } from "vitest";
import type { Outcome } from "../record/index.ts";
import { exampleRun, gate } from "./fixtures/example-run.ts";
import { summariseRun } from "./summarise-run.ts";
import { findMissedThresholds } from "./thresholds.ts";

const missed = (outcomes: readonly (Outcome | null)[], minPassRate: number) => {
  const cases = outcomes.map((_, index) => `case-${index}`);
  const { run, samples } = exampleRun({
    cases,
    gates: [{ ...gate("auth", "Authenticates", "required"), minPassRate }],
    outcomeOf: (sample) => outcomes[cases.indexOf(sample.case)] ?? null,
  });
  return findMissedThresholds(summariseRun(run, samples)).map(({ rate }) => rate);
};

test.each([
  [["pass", "pass"], 1, []],
  [["pass", "fail"], 0.5, []],
  [["pass", "fail"], 0.51, [0.5]],
  [["pass", "fail", "na", "error"], 0.6, [0.5]],
  [["na", "na"], 1, []],
  [["na", "error"], 0.1, [null]],
  [["unchecked", "unchecked"], 0.1, [null]],
  [[null, null], 0.1, [null]],
] as const)("%j asked for %d", (outcomes, minPassRate, expected) => {
  expect(missed(outcomes, minPassRate)).toEqual(expected);
});
