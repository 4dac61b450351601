import { expect, test } from "vitest";
import { exampleRun, verdictsLine } from "../../test/fixtures/example-run.ts";
import { judgeSample } from "./judge-sample.ts";
import type { Sample, SampleStatus } from "./sample.ts";
import type { Outcome } from "./verdict.ts";

const { gates } = exampleRun().suite;
const advisory = gates.map((gate) => ({ ...gate, level: "advisory" as const }));

type Outcomes = Readonly<Record<string, Outcome>>;

function judge(status: SampleStatus, outcomes: Outcomes | null, among = gates) {
  const failure: Sample["failure"] =
    status === "infrastructure" ? { cause: "overloaded", reason: "The API is overloaded." } : null;
  const verdicts = outcomes && verdictsLine("any", outcomes).verdicts;
  const { passes, missing } = judgeSample({ status, failure, verdicts }, among);
  return [passes, missing !== null];
}

const fine: Outcomes = { answered: "pass", tests: "pass", style: "pass" };

test.each<[string, SampleStatus, Outcomes | null, boolean | null, boolean]>([
  ["all pass", "answered", fine, true, false],
  ["a required gate fails", "answered", { ...fine, tests: "fail" }, false, false],
  ["an advisory gate fails", "answered", { ...fine, style: "fail" }, true, false],
  ["a required gate does not apply", "answered", { ...fine, tests: "na" }, true, false],
  ["a required gate has an error", "answered", { ...fine, tests: "error" }, null, true],
  [
    "one has an error, another fails",
    "answered",
    { answered: "fail", tests: "error" },
    false,
    false,
  ],
  ["an advisory gate has an error", "answered", { ...fine, style: "error" }, true, false],
  ["a required gate is unchecked", "answered", { ...fine, tests: "unchecked" }, true, false],
  [
    "nothing is checked",
    "answered",
    { answered: "pass", tests: "unchecked", style: "unchecked" },
    null,
    false,
  ],
  ["a required gate has no verdict", "answered", { answered: "pass", style: "pass" }, null, true],
  ["refused", "refused", { ...fine, answered: "fail" }, false, false],
  ["filtered and not graded", "filtered", null, false, false],
  ["truncated, whatever else passes", "truncated", fine, false, false],
  ["not graded", "answered", null, null, true],
  ["failed infrastructure", "infrastructure", null, null, true],
  ["over budget", "over budget", null, null, true],
  ["not asked", "pending", null, null, true],
])("%s", (_, status, outcomes, passes, missing) => {
  expect(judge(status, outcomes)).toEqual([passes, missing]);
});

test("where `answered` is not selected, a refusal fails all the same; where it is advisory, not", () => {
  const without = gates.filter(({ id }) => id !== "answered");
  expect(judge("refused", fine, without)).toEqual([false, false]);
  expect(judge("refused", { ...fine, answered: "fail" }, advisory)).toEqual([true, false]);
});
