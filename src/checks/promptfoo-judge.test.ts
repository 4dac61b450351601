import { expect, test } from "vitest";
import { readPrices } from "../models/index.ts";
import { isModelGraded, readJudge } from "./promptfoo-judge.ts";

const prices = readPrices(null);
const rubric = { type: "llm-rubric", provider: "anthropic:messages:claude-sonnet-5-5" };

test("a judge's tokens are told apart, and have their prices", () => {
  const tokensUsed = {
    total: 1_100,
    prompt: 1_000,
    completion: 100,
    completionDetails: { cacheReadInputTokens: 600, cacheCreationInputTokens: 300 },
  };
  const judge = readJudge(rubric, { tokensUsed }, prices);
  expect(judge).toMatchObject({
    model: "anthropic:messages:claude-sonnet-5-5",
    usage: { inputTokens: 100, outputTokens: 100, cacheReadTokens: 600, cacheWriteTokens: 300 },
  });
  // 100 x $2 + 100 x $10 + 600 x $0.10 + 300 x $2.50 a million
  expect(judge?.costUsd).toBeCloseTo(0.00201, 12);
});

test.each<[string, Parameters<typeof readJudge>[1]]>([
  ["no tokens", {}],
  ["the sum alone", { tokensUsed: { total: 500, numRequests: 1 } }],
  ["that a request was sent", { tokensUsed: { total: 0, prompt: 0, numRequests: 1 } }],
])("a provider that tells %s: unknown, and not nothing", (_, result) => {
  expect(readJudge(rubric, result, prices)).toEqual({
    model: rubric.provider,
    usage: null,
    costUsd: null,
  });
});

test("a verdict from promptfoo's store took nothing", () => {
  const tokensUsed = { total: 500, prompt: 400, completion: 100 };
  const metadata = { cachedResponse: true };
  expect(readJudge({ type: "llm-rubric" }, { tokensUsed, metadata }, prices)).toEqual({
    model: null,
    usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    costUsd: 0,
  });
});

test("assertions that ask nobody have no judge, those of the user's that do have one", () => {
  expect(readJudge({ type: "contains" }, {}, prices)).toBeNull();
  const tokensUsed = { total: 12, prompt: 10, completion: 2 };
  expect(readJudge({ type: "javascript" }, { tokensUsed }, prices)).toMatchObject({
    model: null,
    usage: { inputTokens: 10, outputTokens: 2 },
    costUsd: null,
  });
});

test.each([
  [{ id: "openai:gpt-x", config: {} }, "openai:gpt-x"],
  [{ text: { id: "openai:gpt-x" }, embedding: "openai:other" }, "openai:gpt-x"],
  [{ config: {} }, null],
  [undefined, null],
])("the provider %j is %s", (provider, model) => {
  expect(readJudge({ type: "g-eval", provider }, {}, prices)?.model).toBe(model);
});

test("what is model-graded, negated or not", () => {
  const types = ["not-llm-rubric", "similar:cosine", "similar", "equals", "not-contains", "cost"];
  expect(types.filter(isModelGraded)).toEqual(["not-llm-rubric", "similar:cosine", "similar"]);
});
