import { expect, test } from "vitest";
import { answerLine, outcomeLine } from "../../test/fixtures/example-run.ts";
import { findSpending } from "./find-spending.ts";
import type { Line, OutcomeLine } from "./line-schema.ts";

const asked: Line = {
  kind: "asked",
  sample: "a",
  at: "2026-11-23T02:15:30.042Z",
  maxCostUsd: 0.5,
};
const overBudget: OutcomeLine = { ...outcomeLine("a"), status: "over budget", cause: "budget" };

test("what a kill caught in flight stays lost when the budget forbids to ask again", () => {
  expect(findSpending([asked, overBudget])).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 0.5,
    lostInFlight: [{ sample: "a", maxCostUsd: 0.5 }],
  });
});

test("a request whose repetition the budget forbids was lost once, and not in a kill", () => {
  expect(findSpending([asked, { ...overBudget, lostAttempts: 1 }])).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 0.5,
    lostInFlight: [],
  });
});

test("asked again after a kill, the second request is the one that was answered", () => {
  const line = answerLine("a");
  const answered: Line = { ...line, answer: { ...line.answer, costUsd: 0.25 } };
  expect(findSpending([asked, asked, answered])).toMatchObject({
    knownUsd: 0.25,
    unknownAtMostUsd: 0.5,
    lostInFlight: [{ sample: "a" }],
  });
});
