import { expect, test } from "vitest";
import type { Gate } from "../../suite/index.ts";
import type { Verdict } from "../../record/index.ts";
import { judgeRow, toGradingResult } from "./grading-result.ts";

const verdict = (outcome: Verdict["outcome"]): Verdict => ({
  outcome,
  score: 0.5,
  reason: "because",
  evidence: [{ file: "app.py", line: 3, excerpt: "x = 1" }],
});

test.each([
  ["pass", { pass: true, score: 1, reason: "because" }],
  ["na", { pass: true, score: 1, reason: "na: because" }],
  ["fail", { pass: false, score: 0, reason: "because\n  app.py:3: x = 1" }],
] as const)("%s", (outcome, result) => {
  expect(toGradingResult("auth", verdict(outcome))).toEqual(result);
});

test.each(["error", "unchecked"] as const)("%s is thrown", (outcome) => {
  expect(() => toGradingResult("auth", verdict(outcome))).toThrow(/^auth: /u);
});

const gates: readonly Gate[] = (["required", "advisory"] as const).map((level) => ({
  id: level,
  statement: level,
  source: [],
  level,
  check: level,
}));
const result = (pass: boolean, gate?: string) => ({
  pass,
  score: pass ? 1 : 0,
  reason: "",
  assertion: gate === undefined ? {} : { config: { gate } },
});

test.each([
  [[result(true, "required"), result(true, "advisory")], true, "No required gate failed."],
  [
    [result(true, "required"), result(false, "advisory")],
    true,
    "No required gate failed. Failed, advisory: advisory.",
  ],
  [[result(false, "required"), result(true, "advisory")], false, "Failed: required."],
  [[result(true, "required"), result(false)], false, "Failed: an assertion of your own."],
  [[], true, "No required gate failed."],
])("a row passes as a sample does (%#)", (results, pass, reason) => {
  expect(judgeRow(gates, results)).toMatchObject({ pass, reason });
});
