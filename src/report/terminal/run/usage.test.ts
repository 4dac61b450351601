import picocolors from "picocolors";
import { expect, test } from "vitest";
import { exampleRun } from "../../fixtures/example-run.ts";
import type { UsageRow, UsageSummary } from "../../usage/summarise-usage.ts";
import { displayWidth } from "../layout/index.ts";
import { renderUsage } from "./usage.ts";

const { run } = exampleRun();
const row: UsageRow = {
  role: "answer",
  model: "claude-sonnet-5-5",
  count: 40,
  tokens: {
    inputTokens: 4_000,
    outputTokens: 120_000,
    cacheReadTokens: 80_000,
    cacheWriteTokens: 2_000,
  },
  unknownTokens: 0,
  costUsd: 1.221,
  unknownCosts: 0,
  lostAttempts: 0,
  lostInFlight: 0,
  inBatches: 0,
  atMostMoreUsd: 0,
  servedBy: [],
};
const judge: UsageRow = {
  ...row,
  role: "judge",
  model: "anthropic:messages:claude-haiku-4-5",
  tokens: null,
  unknownTokens: 40,
  costUsd: null,
  unknownCosts: 40,
  atMostMoreUsd: null,
};

function show(usage: UsageSummary | null, columns = 80): string {
  const lines = renderUsage(usage, run, { colours: picocolors.createColors(false), columns });
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  return lines.join("\n");
}

test("one model is one line", () => {
  expect(show({ rows: [row], total: row })).toMatchInlineSnapshot(`
    "usage              replies  input  from cache  to cache   output   cost
    claude-sonnet-5-5       40  4,000      80,000     2,000  120,000  $1.22"
  `);
});

test("judges have their own lines, and what is unknown is said", () => {
  const total = { ...row, unknownCosts: 40, atMostMoreUsd: null };
  expect(show({ rows: [row, judge], total })).toMatchInlineSnapshot(`
    "usage                     replies  input  from cache  to cache   output     cost
    claude-sonnet-5-5              40  4,000      80,000     2,000  120,000    $1.22
    judge anthropic:message…       40      –           –         –        –  unknown
    total                                                                     $1.22+
    ! The cost of 40 replies is unknown."
  `);
});

test("lost requests and other models are said", () => {
  const served = [{ model: "claude-other", answers: 3 }];
  const odd = { ...row, servedBy: served, lostAttempts: 1, lostInFlight: 1, atMostMoreUsd: 0.34 };
  expect(show({ rows: [odd], total: odd })).toMatchInlineSnapshot(`
    "usage              replies  input  from cache  to cache   output   cost
    claude-sonnet-5-5       40  4,000      80,000     2,000  120,000  $1.22
    ! claude-sonnet-5-5 was asked, and claude-other answered 3 of 40 times.
    ! 2 requests were lost on the way and may be billed all the same: at most
      $0.34 more."
  `);
});

test("what is in batches is said", () => {
  const total = { ...row, unknownCosts: 1, inBatches: 2, atMostMoreUsd: 0.5 };
  expect(
    show({ rows: [row], total })
      .split("\n")
      .slice(2)
      .join(" "),
  ).toBe(
    "! The cost of 1 reply is unknown, and 2 requests are in batches and are billed   when answered: at most $0.50 more.",
  );
});

test("a replay shows nothing", () => {
  expect(show(null)).toBe("");
});
