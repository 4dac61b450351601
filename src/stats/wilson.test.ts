import fc from "fast-check";
import { expect, test } from "vitest";
import { wilsonInterval } from "./wilson.ts";

const z90 = 1.6448536269514722;

// statsmodels proportion_confint(method="wilson"), recomputed in R prop.test(correct=FALSE).
test.each([
  [0, 10, undefined, 0, 0.2775327998628892],
  [3, 7, z90, 0.186443190363956, 0.7105229089864071],
  [8, 10, undefined, 0.490162471536642, 0.9433178485456247],
  [10, 10, undefined, 0.7224672001371107, 1],
  [17, 20, undefined, 0.6395811352592431, 0.9476312541037835],
])("%d of %d (z %d) lies in %d..%d", (successes, trials, z, low, high) => {
  const interval = wilsonInterval(successes, trials, z);
  expect(interval?.low).toBeCloseTo(low, 9);
  expect(interval?.high).toBeCloseTo(high, 9);
});

test("without trials nothing is known", () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});

test("more successes than trials are a bug of the caller", () => {
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
});

test("the interval holds the rate, lies in 0..1, is never empty, and mirrors", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, share) => {
        const successes = Math.round(share * n);
        const interval = wilsonInterval(successes, n);
        const mirrored = wilsonInterval(n - successes, n);
        if (interval === null || mirrored === null) throw new Error("n is at least 1");
        expect(interval.low).toBeLessThanOrEqual(successes / n);
        expect(interval.high).toBeGreaterThanOrEqual(successes / n);
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.high).toBeLessThanOrEqual(1);
        expect(interval.high - interval.low).toBeGreaterThan(0);
        expect(mirrored.low).toBeCloseTo(1 - interval.high, 12);
      },
    ),
  );
});
