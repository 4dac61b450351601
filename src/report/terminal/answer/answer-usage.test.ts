import { expect, test } from "vitest";
import type { Answer, Judge, Sample } from "../../../record/index.ts";
import { exampleRun } from "../../fixtures/example-run.ts";
import { describeAnswerUsage } from "./answer-usage.ts";

const usage = {
  inputTokens: 15,
  outputTokens: 3_400,
  cacheReadTokens: 1_009,
  cacheWriteTokens: 0,
};

function sampleOf(change: Partial<Answer>, judges: readonly Judge[] = []): Sample {
  const [sample] = exampleRun({ models: ["claude-sonnet-5-5"] }).samples;
  if (!sample?.answer) throw new Error("the example has answers");
  const verdict = { outcome: "pass", score: 1, reason: "so", evidence: [] } as const;
  const verdicts = judges.map((judge, index) => [`gate-${index}`, { ...verdict, judge }]);
  return {
    ...sample,
    answer: { ...sample.answer, ...change },
    verdicts: Object.fromEntries(verdicts) as Sample["verdicts"],
  };
}

test("an answer says what it took", () => {
  const facts = { usage, costUsd: 0.0341, latencyMs: 12_340 };
  expect(describeAnswerUsage(sampleOf({ ...facts, servedModel: "claude-sonnet-5-5" }))).toEqual([
    "Usage: 15 tokens in, 1,009 from the cache, 0 to the cache, 3,400 out; $0.034; 12.3 s.",
  ]);
});

test("what is unknown is, and another model than the asked one is named", () => {
  expect(describeAnswerUsage(sampleOf({ servedModel: "claude-other" }))).toEqual([
    "Not the model that was asked: claude-sonnet-5-5.",
    "Usage: tokens unknown; cost unknown.",
  ]);
});

test("judges are named with what they cost, also those of a recording", () => {
  const known: Judge = { model: "openai:gpt-x", usage, costUsd: 0.002 };
  const unknown: Judge = { model: null, usage: null, costUsd: null };
  expect(describeAnswerUsage(sampleOf({ source: "recording" }, [known, known, unknown]))).toEqual([
    "Judged by openai:gpt-x, 2 verdicts; $0.004.",
    "Judged by a model that is not known, 1 verdict; cost unknown.",
  ]);
  expect(describeAnswerUsage(sampleOf({ source: "recording" }))).toEqual([]);
});
