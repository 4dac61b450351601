import fc from "fast-check";
import { expect, test } from "vitest";
import { costOf, maxCostOf } from "./cost-of.ts";
import { priceIdOf } from "./price-id.ts";
import type { ModelPrices, PriceTable } from "./price-schema.ts";
import { readPrices } from "./read-prices.ts";

const table = readPrices(null);
const live = { batch: false };

function usage(input: number, output: number, cacheRead = 0, cacheWrite = 0) {
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
  };
}

test.each([
  ["claude-sonnet-5-5", usage(1_000, 2_000), 0.022],
  // 1,000 x $2 + 2,000 x $10 + 3,000 x $0.10 + 4,000 x $2.50 a million
  ["claude-sonnet-5-5", usage(1_000, 2_000, 3_000, 4_000), 0.0323],
  ["claude-haiku-4-5", usage(1_000, 1_000), 0.006],
  ["claude-haiku-4-5-20251001", usage(1_000, 1_000), 0.006],
  ["claude-haiku-5-5", usage(50_000, 0, 50_000), 0.0055],
  ["claude-sonnet-5-5", usage(0, 0), 0],
])("%s, %j costs $%d", (model, used, usd) => {
  expect(costOf(used, model, table, live)).toBeCloseTo(usd, 12);
});

test.each([
  ["a model without prices", "claude-of-tomorrow", usage(1, 0)],
  ["a cache read of unknown price", "claude-haiku-4-5", usage(1, 1, 1)],
  ["a cache write of unknown price", "claude-fable-5-1", usage(1, 1, 0, 1)],
  ["a prompt beyond what the prices are for", "claude-haiku-5-5", usage(50_000, 1, 50_001)],
  ["a name of every object", "constructor", usage(1, 1)],
])("%s costs an unknown amount", (_, model, used) => {
  expect(costOf(used, model, table, live)).toBeNull();
});

test("a batch is half the price", () => {
  const used = usage(1_000, 2_000, 3_000, 4_000);
  const batch = costOf(used, "claude-sonnet-5-5", table, { batch: true });
  expect(batch).toBeCloseTo(0.0323 / 2, 12);
});

test("the most that a request can cost writes the whole prompt to the cache", () => {
  const tokens = { promptTokens: 10_000, maxTokens: 16_000 };
  expect(maxCostOf(tokens, "claude-sonnet-5-5", table, live)).toBeCloseTo(0.185, 12);
  expect(maxCostOf(tokens, "claude-sonnet-5-5", table, { batch: true })).toBeCloseTo(0.0925, 12);
  expect(maxCostOf(tokens, "claude-haiku-4-5", table, live)).toBeNull();
  const uncached = { ...live, caching: false };
  expect(maxCostOf(tokens, "claude-haiku-4-5", table, uncached)).toBeCloseTo(0.09, 12);
  expect(maxCostOf(tokens, "claude-of-tomorrow", table, live)).toBeNull();
  expect(
    maxCostOf({ promptTokens: 100_001, maxTokens: 1 }, "claude-haiku-5-5", table, live),
  ).toBeNull();
});

test("a longer prompt has the prices beyond, where they are known", () => {
  const of = (input: number, output: number) => ({
    input,
    output,
    cacheWrite5m: input,
    cacheWrite1h: null,
    cacheRead: 0,
  });
  const origin = { file: null, asOf: null, sources: [] };
  const long: ModelPrices = { ...of(1, 2), upToPromptTokens: 100, beyond: of(3, 4), origin };
  const own: PriceTable = { batchDiscount: 0.5, models: new Map([["long", long]]) };
  expect(costOf(usage(100, 10), "long", own, live)).toBeCloseTo(120e-6, 12);
  expect(costOf(usage(101, 10), "long", own, live)).toBeCloseTo(343e-6, 12);
  // Of a bound it is not known on which side the prompt is: the dearer one counts.
  const most = maxCostOf({ promptTokens: 101, maxTokens: 10 }, "long", own, live);
  expect(most).toBeCloseTo(343e-6, 12);
});

test("nothing costs more than the most, and what is unknown is never a number", () => {
  const count = fc.integer({ min: 0, max: 60_000 });
  const price = fc.option(fc.double({ min: 0, max: 100, noNaN: true }), { nil: null });
  const prices = fc.record({
    input: price,
    output: price,
    cacheWrite5m: price,
    cacheWrite1h: price,
    cacheRead: price,
  });
  const model = fc.record({
    base: prices,
    beyond: fc.option(prices, { nil: null }),
    upToPromptTokens: fc.option(fc.integer({ min: 1, max: 90_000 }), { nil: null }),
  });
  fc.assert(
    fc.property(
      model,
      count,
      count,
      count,
      count,
      count,
      fc.boolean(),
      ({ base, ...tier }, input, read, write, output, spare, batch) => {
        const origin = { file: null, asOf: null, sources: [] };
        const own: PriceTable = {
          batchDiscount: 0.5,
          models: new Map([["m", { ...base, ...tier, origin }]]),
        };
        const most = maxCostOf(
          { promptTokens: input + read + write + spare, maxTokens: output + spare },
          "m",
          own,
          { batch },
        );
        const cost = costOf(usage(input, output, read, write), "m", own, { batch });
        if (most !== null) {
          expect(cost).not.toBeNull();
          expect(cost).toBeLessThanOrEqual(most * (1 + 1e-12));
        }
        if (cost === 0) return;
        const isUnknown = (tokens: number, of: number | null) => tokens > 0 && of === null;
        const isLong = input + read + write > (tier.upToPromptTokens ?? Infinity);
        const used = isLong ? tier.beyond : base;
        const lacks =
          used === null ||
          isUnknown(input, used.input) ||
          isUnknown(output, used.output) ||
          isUnknown(read, used.cacheRead) ||
          isUnknown(write, used.cacheWrite5m);
        expect(cost === null).toBe(lacks);
      },
    ),
  );
});

test.each([
  ["claude-haiku-4-5", "claude-haiku-4-5"],
  ["claude-haiku-4-5-20251001", "claude-haiku-4-5"],
  ["claude-haiku-4-5-2025-10-01", "claude-haiku-4-5"],
  ["anthropic:messages:claude-haiku-4-5-20251001", "claude-haiku-4-5"],
  ["anthropic:claude-haiku-4-5", "claude-haiku-4-5"],
  ["vertex:claude-haiku-4-5", null],
  ["claude-haiku-4-5-fast", null],
  ["claude-haiku", null],
  ["claude-haiku-4-5-2025", null],
])("%s has the prices of %s", (model, id) => {
  expect(priceIdOf(model, table)).toBe(id);
});
