import fc from "fast-check";
import { expect, test } from "vitest";
import { answerLine, exampleRun, outcomeLine } from "../../../test/fixtures/example-run.ts";
import { sampleKey, type Judge, type Line, type Usage } from "../../record/index.ts";
import { isServedAsAsked } from "./is-served-as-asked.ts";
import { summariseUsage } from "./summarise-usage.ts";

const run = exampleRun();
const keys = run.plan.map(sampleKey);
const [first = "", second = "", third = ""] = keys;
const at = "2026-11-23T02:15:30.042Z";

function usage(input: number, output: number, cacheRead = 0, cacheWrite = 0): Usage {
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
  };
}

function asked(sample: string, maxCostUsd: number | null = 0.5): Line {
  return { kind: "asked", sample, at, maxCostUsd };
}

function answered(
  sample: string,
  facts: { usage?: Usage | null; costUsd?: number | null; servedModel?: string } = {},
  change: { lostAttempts?: number } = {},
): Line {
  const line = answerLine(sample, change);
  return { ...line, answer: { ...line.answer, ...facts } };
}

function judged(sample: string, judge: Judge, grading = 1): Line {
  const verdict = { outcome: "pass", score: 1, reason: "so", evidence: [], judge } as const;
  return { kind: "verdicts", sample, grading, verdicts: { tests: verdict } };
}

test("tokens and costs add up per model and role, and the whole is their sum", () => {
  const summary = summariseUsage(run, [
    asked(first),
    answered(first, { usage: usage(10, 100, 5, 20), costUsd: 0.25 }),
    judged(first, { model: "openai:gpt-x", usage: usage(7, 3), costUsd: 0.125 }),
    asked(second),
    answered(second, { usage: usage(1, 2, 25), costUsd: 0.5 }),
    judged(second, { model: "openai:gpt-x", usage: usage(1, 1), costUsd: 0.0625 }),
    // A later grading was paid for as well.
    judged(second, { model: "openai:gpt-x", usage: usage(1, 1), costUsd: 0.0625 }, 2),
  ]);
  expect(summary).toEqual({
    rows: [
      {
        role: "answer",
        model: "claude-haiku-5-5",
        count: 2,
        tokens: usage(11, 102, 30, 20),
        unknownTokens: 0,
        costUsd: 0.75,
        unknownCosts: 0,
        lostAttempts: 0,
        lostInFlight: 0,
        inBatches: 0,
        atMostMoreUsd: 0,
        servedBy: [],
      },
      {
        role: "judge",
        model: "openai:gpt-x",
        count: 3,
        tokens: usage(9, 5),
        unknownTokens: 0,
        costUsd: 0.25,
        unknownCosts: 0,
        lostAttempts: 0,
        lostInFlight: 0,
        inBatches: 0,
        atMostMoreUsd: 0,
        servedBy: [],
      },
    ],
    total: {
      costUsd: 1,
      unknownCosts: 0,
      lostAttempts: 0,
      lostInFlight: 0,
      inBatches: 0,
      atMostMoreUsd: 0,
    },
  });
});

test("what is unknown is counted, and is no number", () => {
  const summary = summariseUsage(run, [
    asked(first),
    answered(first),
    judged(first, { model: null, usage: null, costUsd: null }),
    asked(second),
    answered(second, { usage: usage(1, 1), costUsd: 0.25 }),
  ]);
  expect(summary?.rows).toMatchObject([
    {
      count: 2,
      tokens: usage(1, 1),
      unknownTokens: 1,
      costUsd: 0.25,
      unknownCosts: 1,
      atMostMoreUsd: 0.5,
    },
    { model: null, count: 1, tokens: null, unknownTokens: 1, costUsd: null, atMostMoreUsd: null },
  ]);
  expect(summary?.total).toMatchObject({ costUsd: 0.25, unknownCosts: 2, atMostMoreUsd: null });
});

test("requests that were lost come with the most that they can cost", () => {
  const summary = summariseUsage(run, [
    asked(first, 0.5),
    // A kill, and the same sample asked again after it.
    asked(first, 0.5),
    answered(first, { usage: usage(1, 1), costUsd: 0.125 }),
    asked(second, 0.25),
    answered(second, { usage: usage(1, 1), costUsd: 0.125 }, { lostAttempts: 2 }),
    asked(third, 1),
  ]);
  expect(summary?.total).toEqual({
    costUsd: 0.25,
    unknownCosts: 0,
    lostAttempts: 2,
    lostInFlight: 2,
    inBatches: 0,
    atMostMoreUsd: 2,
  });
});

test("what is in a batch and not answered yet may still cost its part", () => {
  const batch: Line = {
    kind: "batch",
    batch: "mine",
    id: "msgbatch_1",
    model: "claude-haiku-5-5",
    samples: [first, second, third],
    at,
    maxCostUsd: 1.5,
  };
  const answer = answered(first, { usage: usage(1, 1), costUsd: 0.125 });
  expect(summariseUsage(run, [{ ...batch, id: null }, batch, answer])?.total).toEqual({
    costUsd: 0.125,
    unknownCosts: 0,
    lostAttempts: 0,
    lostInFlight: 0,
    inBatches: 2,
    atMostMoreUsd: 1,
  });
  const unpriced = [{ ...batch, maxCostUsd: null }, answer, outcomeLine(second)];
  expect(summariseUsage(run, unpriced)?.total).toMatchObject({ inBatches: 1, atMostMoreUsd: null });
});

test("a failure costs nothing that is known of", () => {
  expect(summariseUsage(run, [asked(first), outcomeLine(first)])?.rows).toMatchObject([
    { count: 0, tokens: null, costUsd: 0, unknownCosts: 0, atMostMoreUsd: 0 },
  ]);
});

test("recordings take nothing, but a judge of them does", () => {
  const replay = { ...run, models: [{ id: "claude-haiku-5-5", kind: "recordings" }] } as const;
  const line = answerLine(first);
  const recorded: Line = { ...line, answer: { ...line.answer, source: "recording" } };
  expect(summariseUsage(replay, [recorded])).toBeNull();
  const judge = { model: "openai:gpt-x", usage: usage(1, 1), costUsd: 0.5 };
  const summary = summariseUsage(replay, [recorded, judged(first, judge)]);
  expect(summary?.rows).toMatchObject([{ role: "judge", costUsd: 0.5 }]);
});

test("other models than the asked one are named", () => {
  const summary = summariseUsage(run, [
    answered(first, { servedModel: "claude-haiku-5-5-20261101" }),
    answered(second, { servedModel: "claude-other" }),
    answered(third, { servedModel: "claude-other" }),
  ]);
  expect(summary?.rows[0]?.servedBy).toEqual([{ model: "claude-other", answers: 2 }]);
});

test.each([
  ["claude-haiku-4-5", "claude-haiku-4-5-20251001", true],
  ["claude-haiku-4-5-20251001", "claude-haiku-4-5-20251001", true],
  ["claude-haiku-4-5-latest", "claude-haiku-4-5-20251001", true],
  ["openai:chat:gpt-x", "gpt-x-2026-01-31", true],
  ["openai:gpt-x", "gpt-x", true],
  ["claude-sonnet-5-5", "claude-sonnet-5", false],
  ["claude-sonnet-5", "claude-sonnet-5-5", false],
  ["openai:gpt-x", "x", false],
])("%s served by %s: %s", (model, served, expected) => {
  expect(isServedAsAsked(model, served)).toBe(expected);
});

test("whatever the lines, no known cost is lost or made up", () => {
  const cost = fc.option(fc.integer({ min: 0, max: 64 }), { nil: null });
  const line = fc.oneof(
    fc.record({ kind: fc.constant("asked" as const), sample: fc.constantFrom(...keys), cost }),
    fc.record({ kind: fc.constant("answer" as const), sample: fc.constantFrom(...keys), cost }),
    fc.record({ kind: fc.constant("judge" as const), sample: fc.constantFrom(...keys), cost }),
  );
  fc.assert(
    fc.property(fc.array(line), (events) => {
      const lines = events.map(({ kind, sample, cost: costUsd }) => {
        if (kind === "asked") return asked(sample, costUsd);
        if (kind === "answer") return answered(sample, { costUsd });
        return judged(sample, { model: "j", usage: null, costUsd });
      });
      const paid = events.filter(({ kind }) => kind !== "asked");
      const summary = summariseUsage(run, lines);
      expect(summary === null).toBe(events.length === 0);
      if (summary === null) return;
      const known = paid.reduce((sum, event) => sum + (event.cost ?? 0), 0);
      expect(summary.total.costUsd ?? 0).toBe(known);
      expect(summary.total.unknownCosts).toBe(paid.filter((event) => event.cost === null).length);
    }),
  );
});
