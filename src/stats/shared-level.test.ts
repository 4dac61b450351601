import fc from "fast-check";
import { expect, test } from "vitest";
import { listAttainableP, pOfFullFlip, testCase } from "./case-test.ts";
import type { PairedCounts } from "./paired-counts.ts";
import { findSharedLevel } from "./shared-level.ts";
import { correctByTarone } from "./tarone.ts";

const count = fc
  .integer({ min: 1, max: 10 })
  .chain((answers) => fc.integer({ min: 0, max: answers }).map((passes) => ({ passes, answers })));
const pairs = fc.array(fc.record({ before: count, after: count }), { maxLength: 30 });
const alphas = fc.double({ min: 0.001, max: 0.2, noNaN: true });

const flipped = (answers: number): PairedCounts => ({
  before: { passes: answers, answers },
  after: { passes: 0, answers },
});
/** Half of all answers pass, but no side is worse. */
const noisy = (answers: number): PairedCounts => ({
  before: { passes: 2, answers },
  after: { passes: answers - 2, answers },
});

test.each([
  // Each case half of whose answers pass costs 1/252 with five answers on each side.
  [1, 0.02, 1 / 252, 1 / 252],
  [5, 0.02, 1 / 252, 5 / 252],
  [6, 0.02, 0, 0],
  [10, 0.04, 1 / 252, 10 / 252],
  [11, 0.04, 0, 0],
])("%d such cases at %d share the level %d", (cases, alpha, level, spent) => {
  const attainable = Array.from({ length: cases }, () => listAttainableP(noisy(5)));
  const found = findSharedLevel(attainable, alpha);
  expect(found.level).toBeCloseTo(level, 10);
  expect(found.spent).toBeCloseTo(spent, 12);
});

test("no level above the largest that is asked for, and none without tests", () => {
  expect(findSharedLevel([[0.001, 0.02, 1]], 0.05, 0.01).spent).toBe(0.001);
  expect(findSharedLevel([], 0.05)).toEqual({ level: 0, spent: 0 });
});

test("what is spent is the chance of a false alarm, and at most alpha", () => {
  fc.assert(
    fc.property(pairs, alphas, (all, alpha) => {
      const attainable = all.map(listAttainableP);
      const { level, spent } = findSharedLevel(attainable, alpha);
      const chance = attainable.reduce(
        (sum, values) => sum + Math.max(0, ...values.filter((p) => p <= level)),
        0,
      );
      expect(spent).toBeCloseTo(chance, 12);
      expect(spent).toBeLessThanOrEqual(alpha);
    }),
  );
});

test("it rejects all that Tarone's correction rejects", () => {
  fc.assert(
    fc.property(pairs, alphas, (all, alpha) => {
      const { level } = findSharedLevel(all.map(listAttainableP), alpha);
      const tests = all.map(testCase).map(({ pWorse, leastPWorse }) => {
        return { p: pWorse, leastP: leastPWorse };
      });
      for (const index of correctByTarone(tests, alpha).rejected) {
        expect(tests[index]!.p).toBeLessThanOrEqual(level);
      }
    }),
  );
});

test("the p value of a case is among those that it could have had", () => {
  fc.assert(
    fc.property(fc.record({ before: count, after: count }), (pair) => {
      const { pWorse, leastPWorse } = testCase(pair);
      const attainable = listAttainableP(pair);
      expect(Math.min(...attainable.map((p) => Math.abs(p - pWorse)))).toBeLessThan(1e-12);
      expect(attainable[0]).toBeCloseTo(leastPWorse, 12);
      expect(attainable.at(-1)).toBeCloseTo(1, 12);
      expect(pOfFullFlip(pair)).toBeLessThanOrEqual(1 / 2);
    }),
  );
});

test.each([1, 3, 5, 10])("a full flip of %d answers is as its test says", (answers) => {
  expect(pOfFullFlip(flipped(answers))).toBeCloseTo(testCase(flipped(answers)).pWorse, 12);
});
