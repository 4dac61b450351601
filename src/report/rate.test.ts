import { expect, test } from "vitest";
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
  // Wilson(1.5 of 3), far wider than Wilson(4 of 6).
  expect(interval?.low).toBeCloseTo(0.125334, 6);
  expect(interval?.high).toBeCloseTo(0.874666, 6);
});

test("thirds that add up to a hair more than the cases stay a rate", () => {
  const third = [true, true, true];
  expect(rateOverCases(decided({ a: third, b: third, c: third })).rate).toBe(1);
});

test("where nothing was decided nothing is known", () => {
  expect(rateOverCases([])).toEqual({ rate: null, interval: null, cases: 0 });
});
