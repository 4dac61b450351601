import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { rateOverCases } from "./rate.ts";

const decided = (outcomes: Readonly<Record<string, readonly boolean[]>>) =>
  Object.entries(outcomes).flatMap(([id, all]) => all.map((held) => ({ case: id, held })));

test("with one repeat it is Wilson's interval", () => {
  const cases = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`case-${index}`, [index < 8]]),
  );
  const { rate, interval, cases: count } = rateOverCases(decided(cases));
  expect(rate).toBe(0.8);
  expect(count).toBe(10);
  expect(interval?.low).toBeCloseTo(0.490162, 6);
  expect(interval?.high).toBeCloseTo(0.943318, 6);
});

test("repeats are averaged in their case and are no trials of their own", () => {
  const { rate, interval, cases } = rateOverCases(
    decided({ a: [true, true, true], b: [true, false], c: [false] }),
  );
  expect(rate).toBeCloseTo(0.5, 12);
  expect(cases).toBe(3);
  // Three cases that differ as much as can be tell no more than three answers, and of their spread
  // little is known: by hand, Wilson(p = .5, n* = 3 · (1.95996/4.30265)²) = ½ ± z / 2√(n* + z²).
  expect(interval?.low).toBeCloseTo(0.036171, 6);
  expect(interval?.high).toBeCloseTo(0.963829, 6);
});

const vectorSchema = z.object({
  input: z.object({ caseRates: z.array(z.number()), repeats: z.number(), conf: z.literal(0.95) }),
  expected: z.object({ rate: z.number(), lo: z.number(), hi: z.number() }),
  tol: z.number(),
});
const vectors = z
  .array(z.looseObject({ fn: z.string() }))
  .parse(
    JSON.parse(
      readFileSync(new URL("../stats/fixtures/stats-vectors.json", import.meta.url), "utf8"),
    ),
  )
  .filter(({ fn }) => fn === "wilsonClustered")
  .map((vector) => vectorSchema.parse(vector));

test("there are vectors of clustered intervals", () => {
  expect(vectors.length).toBeGreaterThanOrEqual(2);
});

test.each(vectors)("the interval is clustered by case: %j", ({ input, expected, tol }) => {
  const { caseRates, repeats } = input;
  const { rate, interval } = rateOverCases(
    caseRates.flatMap((share, index) =>
      Array.from({ length: repeats }, (_, repeat) => ({
        case: `case-${index}`,
        held: repeat < Math.round(share * repeats),
      })),
    ),
  );
  expect(Math.abs(rate! - expected.rate)).toBeLessThanOrEqual(tol);
  expect(Math.abs(interval!.low - expected.lo)).toBeLessThanOrEqual(tol);
  expect(Math.abs(interval!.high - expected.hi)).toBeLessThanOrEqual(tol);
});

test("whatever was decided, the interval holds the rate, and neither order nor names count", () => {
  const outcome = fc.record({ case: fc.constantFrom("a", "b", "c", "d"), held: fc.boolean() });
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1, maxLength: 30 }), (outcomes) => {
      const { rate, interval } = rateOverCases(outcomes);
      expect(interval!.low).toBeLessThanOrEqual(rate! + 1e-12);
      expect(interval!.high).toBeGreaterThanOrEqual(rate! - 1e-12);
      expect(interval!.high).toBeGreaterThan(interval!.low);
      const again = rateOverCases(outcomes.toReversed());
      expect(again.rate).toBeCloseTo(rate!, 12);
      expect(again.interval!.low).toBeCloseTo(interval!.low, 9);
    }),
  );
});

test("thirds that add up to a hair more than the cases stay a rate", () => {
  const third = [true, true, true];
  expect(rateOverCases(decided({ a: third, b: third, c: third })).rate).toBe(1);
});

test("where nothing was decided nothing is known", () => {
  expect(rateOverCases([])).toEqual({ rate: null, interval: null, cases: 0 });
});
