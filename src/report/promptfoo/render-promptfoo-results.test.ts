import { expect, test } from "vitest";
import { exampleRun, type ExampleOptions } from "../fixtures/example-run.ts";
import { renderPromptfooResults } from "./render-promptfoo-results.ts";

interface Results {
  readonly evalId: string;
  readonly results: {
    readonly version: number;
    readonly prompts: readonly { readonly metrics: Readonly<Record<string, unknown>> }[];
    readonly results: readonly Record<string, unknown>[];
    readonly stats: unknown;
  };
}

const render = (options: ExampleOptions) =>
  JSON.parse(renderPromptfooResults(exampleRun(options))) as Results;

test("what does not apply is a pass without a named score; what is not decided is no assertion", () => {
  const { results } = render({
    cases: ["login"],
    outcomeOf: (_, id) =>
      id === "auth" ? "na" : id === "parses" ? "error" : id === "openapi" ? "unchecked" : "fail",
  });
  expect(results.results).toMatchObject([
    {
      success: false,
      failureReason: 1,
      error: "Failed: tests.",
      score: 0.5,
      namedScores: { tests: 0 },
      gradingResult: {
        componentResults: [
          { pass: true, score: 1, reason: "na: nothing to say", assertion: { metric: "auth" } },
          {
            pass: false,
            score: 0.5,
            reason: expect.stringContaining("\n  tests/test_main.py:12: async def test_login("),
            assertion: { metric: "tests" },
          },
        ],
      },
      metadata: { notApplicable: ["auth"], notDecided: ["parses"], unchecked: ["openapi"] },
    },
  ]);
  expect(results.prompts[0]?.metrics).toMatchObject({
    assertPassCount: 1,
    assertFailCount: 1,
    namedScores: { tests: 0 },
    namedScoresCount: { tests: 1 },
  });
});

test("a failed advisory gate fails no row, and a missing sample is an error", () => {
  const { results } = render({
    cases: ["login", "posts"],
    outcomeOf: ({ case: id }, gate) =>
      id === "posts" ? null : gate === "parses" ? "fail" : "pass",
  });
  expect(results.results).toMatchObject([
    {
      success: true,
      failureReason: 0,
      gradingResult: { reason: "No required gate failed. Failed, advisory: parses." },
    },
    { success: false, failureReason: 2, error: "The connection was lost.", namedScores: {} },
  ]);
  expect(results.results[0]).not.toHaveProperty("error");
  expect(results.results[1]).not.toHaveProperty("response");
  expect(results.stats).toMatchObject({ successes: 1, failures: 0, errors: 1 });
});

test("costs, tokens and latencies are those that are known; unknown ones are left out", () => {
  const usage = { inputTokens: 10, outputTokens: 7, cacheReadTokens: 5, cacheWriteTokens: 1 };
  const known = render({ repeats: 2, answer: { usage, costUsd: 0.25, latencyMs: 1200.4 } });
  const tokenUsage = { prompt: 16, completion: 7, cached: 0, total: 23, numRequests: 1 };
  expect(known.results.results[0]).toMatchObject({ cost: 0.25, latencyMs: 1200, tokenUsage });
  expect(known.results.prompts[0]?.metrics).toMatchObject({
    cost: 2,
    totalLatencyMs: 9600,
    tokenUsage: { prompt: 128, completion: 56, total: 184, numRequests: 8 },
  });
  const [unknown] = render({}).results.results;
  expect(["cost", "latencyMs", "tokenUsage"].filter((field) => field in unknown!)).toEqual([]);
});

test("a column an arm, a row a case and repeat", () => {
  const options = { promptVersions: ["agent", "lite"], models: ["m1", "m2"], repeats: 2 };
  const { evalId, results } = render({ ...options, cases: ["login", "posts"] });
  expect(evalId).toBe("eval-assay-20261123-021530-042-k3f9");
  expect(results.version).toBe(3);
  const places = results.results.map(({ testIdx, promptIdx }) => [testIdx, promptIdx]);
  expect(places).toEqual(
    [0, 1, 2, 3].flatMap((row) => [0, 1, 2, 3].map((column) => [row, column])),
  );
  expect(results.results[7]).toMatchObject({
    vars: { case: "login", repeat: "2", request: "Build login." },
    prompt: { label: "lite · m2" },
    provider: { id: "m2" },
    testCase: { description: "login #2" },
  });
});
