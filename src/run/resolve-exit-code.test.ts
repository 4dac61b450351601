import { expect, test } from "vitest";
import {
  answerLine,
  exampleRun,
  outcomeLine,
  verdictsLine,
} from "../../test/fixtures/example-run.ts";
import { joinSamples, sampleKey, type Line, type RunRecord } from "../record/index.ts";
import { resolveRunVerdict } from "./resolve-exit-code.ts";

const run = exampleRun({ status: "complete" });
const keys = run.plan.map(sampleKey);
const settings = { ...run.settings, maxMissingRate: 0.25 };

type Outcomes = Parameters<typeof verdictsLine>[1];

function verdictOf(
  each: (key: string, index: number) => readonly Line[],
  change: Partial<RunRecord> = {},
  missedThresholds = 0,
) {
  const changed = { ...run, ...change };
  const samples = joinSamples(changed, keys.flatMap(each));
  const { exitCode, reason } = resolveRunVerdict({ run: changed, samples, missedThresholds });
  return `${exitCode} ${reason}`;
}

const graded = (outcomes: Outcomes) => (key: string) => [
  answerLine(key),
  verdictsLine(key, outcomes),
];
const passed = graded({ answered: "pass", tests: "pass", style: "unchecked" });
const oneMissing = (key: string, index: number) => (index === 0 ? [outcomeLine(key)] : passed(key));

test("the exit code says what the run came to", () => {
  expect(verdictOf(passed)).toBe("0 fine");
  expect(verdictOf(graded({ answered: "pass", tests: "fail", style: "na" }))).toBe("0 fine");
  expect(verdictOf(graded({ answered: "pass", tests: "na", style: "na" }))).toBe("0 fine");
  expect(verdictOf(passed, {}, 1)).toBe("1 threshold-missed");
  expect(verdictOf(passed, { status: "interrupted" }, 1)).toBe("130 interrupted");
});

test("more missing samples than the settings allow are incomplete, as many are not", () => {
  expect(verdictOf(oneMissing)).toBe("3 too-much-missing");
  expect(verdictOf(oneMissing, {}, 1)).toBe("3 too-much-missing");
  expect(verdictOf(oneMissing, { settings })).toBe("0 fine");
  const broken = graded({ answered: "pass", tests: "error", style: "pass" });
  expect(verdictOf(broken)).toBe("3 too-much-missing");
});

test("a run of which no check decided anything is never fine", () => {
  const nothing = graded({ answered: "pass", tests: "unchecked", style: "unchecked" });
  expect(verdictOf(nothing)).toBe("3 nothing-decided");
  expect(verdictOf(nothing, { gates: ["answered"] })).toBe("0 fine");
});
