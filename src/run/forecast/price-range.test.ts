import fc from "fast-check";
import { expect, test } from "vitest";
import { costOf, readPrices, type ModelRequest } from "../../models/index.ts";
import { leastCost, likelyCost, mostCost, type PricedCalls } from "./price-range.ts";

const prices = readPrices(null);
const settings = { batch: false, concurrency: 2, maxTokens: 1_000 };

function callsOf(
  prompts: readonly { readonly total: number; readonly system: number }[],
  change: Partial<PricedCalls> = {},
): PricedCalls {
  const requests = prompts.map(({ system }, index): ModelRequest => {
    const hash = `sha256:${system}`;
    const texts = { system: "s", user: "u", promptVersion: "p", requestHash: hash };
    return { ...texts, caseId: `case-${index}`, promptHash: hash, repeat: 1 };
  });
  const each = prompts.map(({ total, system }) => ({ total, system, most: total }));
  const total = each.reduce((sum, one) => sum + one.total, 0);
  return {
    model: { id: "claude-sonnet-5-5", kind: "anthropic" },
    requests,
    input: { each, total, basis: "counted", words: "counted" },
    prices,
    settings,
    ...change,
  };
}

const four = callsOf(Array.from({ length: 4 }, () => ({ total: 1_000, system: 800 })));
const lengths = { ofCase: () => 500, basis: "" };

test("from empty answers to cached prompts, to the longest answers to prompts that are written", () => {
  // 4 x (800 x $0.10 + 200 x $2) a million
  expect(leastCost(four)).toBeCloseTo(0.00192, 12);
  // 4 x (1,000 x $2.50 + 1,000 x $10) a million
  expect(mostCost(four)).toBeCloseTo(0.05, 12);
  // Two at a time write the prompt, two read it: 2 x 800 x $2.50, 2 x 800 x $0.10, 4 x 200 x $2,
  // and 4 x 500 x $10 a million.
  expect(likelyCost(four, lengths)).toBeCloseTo(0.02576, 12);
});

test("no answer is longer than it may be", () => {
  const long = { ofCase: () => 5_000, basis: "" };
  const atMost = { ofCase: () => 1_000, basis: "" };
  expect(likelyCost(four, long)).toBe(likelyCost(four, atMost));
});

test("a batch is half the price, and writes every prompt", () => {
  const batch = { ...four, settings: { ...settings, batch: true } };
  expect(leastCost(batch)).toBeCloseTo(0.00096, 12);
  expect(mostCost(batch)).toBeCloseTo(0.025, 12);
  // 4 x (800 x $2.50 + 200 x $2 + 500 x $10) a million, halved
  expect(likelyCost(batch, lengths)).toBeCloseTo(0.0148, 12);
});

test.each(["claude-haiku-4-5", "claude-of-tomorrow"])("%s: unknown, and not nothing", (id) => {
  const calls = callsOf([{ total: 10, system: 5 }], { model: { id, kind: "anthropic" } });
  expect([leastCost(calls), mostCost(calls), likelyCost(calls, lengths)]).toEqual([
    null,
    null,
    null,
  ]);
});

test("a provider that says nothing of a cache needs no prices of one", () => {
  const model = { id: "openai:gpt-x", kind: "promptfoo" } as const;
  const origin = { file: "prices.json", asOf: null, sources: [] };
  const own = { input: 1, output: 2, cacheWrite5m: null, cacheWrite1h: null, cacheRead: null };
  const table = {
    batchDiscount: 0.5,
    models: new Map([[model.id, { ...own, upToPromptTokens: null, beyond: null, origin }]]),
  };
  const calls = callsOf([{ total: 100, system: 50 }], { model, prices: table });
  expect(leastCost(calls)).toBeCloseTo(0.0001, 12);
  expect(mostCost(calls)).toBeCloseTo(0.0021, 12);
  expect(likelyCost(calls, lengths)).toBeCloseTo(0.0011, 12);
});

test("whatever the cache does and the answers are, the range holds the cost", () => {
  const prompt = fc.record({
    system: fc.nat(5_000),
    user: fc.nat(5_000),
    cached: fc.constantFrom("read", "write", "no"),
    output: fc.nat(1_000),
  });
  const ids = ["claude-sonnet-5-5", "claude-opus-5-5", "claude-haiku-5-5"];
  fc.assert(
    fc.property(fc.array(prompt), fc.constantFrom(...ids), fc.boolean(), (sent, id, batch) => {
      const prompts = sent.map(({ system, user }) => ({ total: system + user, system }));
      const model = { id, kind: "anthropic" } as const;
      const calls = callsOf(prompts, { model, settings: { ...settings, batch } });
      const costs = sent.map(({ system, user, cached, output }) =>
        costOf(
          {
            inputTokens: user + (cached === "no" ? system : 0),
            outputTokens: output,
            cacheReadTokens: cached === "read" ? system : 0,
            cacheWriteTokens: cached === "write" ? system : 0,
          },
          id,
          prices,
          { batch },
        ),
      );
      const cost = costs.reduce<number>((sum, one) => sum + (one ?? 0), 0);
      const likely = likelyCost(calls, { ofCase: () => 700, basis: "" }) ?? -1;
      const [from, to] = [leastCost(calls) ?? -1, mostCost(calls) ?? -1];
      for (const usd of [cost, likely]) {
        expect(usd).toBeGreaterThanOrEqual(from - 1e-9);
        expect(usd).toBeLessThanOrEqual(to + 1e-9);
      }
    }),
  );
});
