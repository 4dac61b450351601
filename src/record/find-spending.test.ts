import { expect, test } from "vitest";
import { answerLine, outcomeLine } from "../../test/fixtures/example-run.ts";
import { findSpending } from "./find-spending.ts";
import type { AskedLine, Line, OutcomeLine } from "./line-schema.ts";

const asked = (sample: string, change: Partial<AskedLine> = {}): AskedLine => ({
  kind: "asked",
  sample,
  at: "2026-11-23T02:15:30.000Z",
  maxCostUsd: 0.5,
  ...change,
});
const overBudget = (sample: string): OutcomeLine => ({
  ...outcomeLine(sample),
  status: "over budget",
  cause: "budget",
});
const answered = (sample: string, costUsd: number | null, lostAttempts?: number): Line => {
  const line = answerLine(sample);
  const lost = lostAttempts === undefined ? {} : { lostAttempts };
  return { ...line, answer: { ...line.answer, costUsd }, ...lost };
};
const lost = (sample: string) => ({ sample, maxCostUsd: 0.5 });

test("what was asked and answered costs what the answer says", () => {
  expect(findSpending([asked("a"), answered("a", 0.1), asked("b"), answered("b", 0.2)])).toEqual({
    knownUsd: expect.closeTo(0.3, 12),
    unknownAtMostUsd: 0,
    lostInFlight: [],
  });
});

test("what was asked and has no end is lost in flight, at its maximum", () => {
  const lines = [asked("a"), asked("b"), asked("a"), answered("a", 0.1)];
  expect(findSpending(lines)).toEqual({
    knownUsd: 0.1,
    unknownAtMostUsd: 1,
    lostInFlight: [lost("a"), lost("b")],
  });
});

test("a failure that was answered costs nothing; each lost request at most its maximum", () => {
  const failed = { ...outcomeLine("b"), lostAttempts: 2 };
  expect(findSpending([asked("a"), outcomeLine("a"), asked("b"), failed])).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 1,
    lostInFlight: [],
  });
});

test("a sample that the budget did not allow was not asked: what was lost before stays lost", () => {
  expect(findSpending([asked("a"), overBudget("a")])).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 0.5,
    lostInFlight: [lost("a")],
  });
  // A retry that the budget did not allow ends an asking.
  expect(findSpending([asked("a"), { ...overBudget("a"), lostAttempts: 1 }])).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 0.5,
    lostInFlight: [],
  });
});

test("a retry behind a lost request is one more request, and ends together with the first", () => {
  const retried = [asked("a"), asked("a", { attempt: 2 })];
  expect(findSpending(retried)).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 1,
    lostInFlight: [lost("a"), lost("a")],
  });
  expect(findSpending([...retried, answered("a", 0.1, 1)])).toEqual({
    knownUsd: 0.1,
    unknownAtMostUsd: 0.5,
    lostInFlight: [],
  });
  // Of an earlier asking, which a kill ended, nothing is settled by that.
  expect(findSpending([asked("a"), ...retried, answered("a", 0.1, 1)])).toEqual({
    knownUsd: 0.1,
    unknownAtMostUsd: 1,
    lostInFlight: [lost("a")],
  });
});

test("an answer or a request of unknown price makes the most unknown, where its maximum is", () => {
  expect(findSpending([asked("a"), answered("a", null)])).toMatchObject({ unknownAtMostUsd: 0.5 });
  expect(findSpending([asked("a", { maxCostUsd: null })])).toMatchObject({
    unknownAtMostUsd: null,
    lostInFlight: [{ sample: "a", maxCostUsd: null }],
  });
});

test("what was turned away is neither lost nor billed; what was lost before it is", () => {
  const turnedAway: Line = { kind: "turned away", sample: "a", at: "2026-11-23T02:15:31.000Z" };
  expect(findSpending([asked("a"), turnedAway])).toEqual({
    knownUsd: 0,
    unknownAtMostUsd: 0,
    lostInFlight: [],
  });
  expect(findSpending([asked("a"), asked("a"), turnedAway]).lostInFlight).toEqual([lost("a")]);
});
