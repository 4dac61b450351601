import fc from "fast-check";
import { expect, test } from "vitest";
import {
  findDetectableDifference,
  findNeededCandidateRepeats,
  findNeededRepeats,
} from "./advice.ts";
import { adjustByBenjaminiHochberg, adjustByHolm } from "./adjust-p-values.ts";
import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { clusteredInterval } from "./clustered-interval.ts";
import { boundByGaffke } from "./gaffke-bounds.ts";
import { groupByLetters } from "./letter-groups.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { differencesOf, type PairedCounts } from "./paired-counts.ts";
import { passAtK, passHatK } from "./pass-at-k.ts";
import { findQuantile } from "./quantile.ts";
import { testSignFlips } from "./sign-flip-test.ts";
import { testStratified } from "./stratified-test.ts";
import { studentQuantile } from "./student-quantile.ts";
import { boundOnSuite } from "./suite-bounds.ts";
import { boundByTango } from "./tango-bounds.ts";
import { correctByTarone } from "./tarone.ts";

const count = fc
  .integer({ min: 1, max: 12 })
  .chain((answers) => fc.integer({ min: 0, max: answers }).map((passes) => ({ passes, answers })));
const pairs = fc.array(fc.record({ before: count, after: count }), { maxLength: 12 });
const someDifferences = fc.array(
  fc.integer({ min: -20, max: 20 }).map((twentieths) => twentieths / 20),
  { minLength: 1, maxLength: 12 },
);
const probability = fc.double({ min: 0, max: 1, noNaN: true });
const rounding = 1e-9;

const swap = ({ before, after }: PairedCounts): PairedCounts => ({ before: after, after: before });

test.each([
  // R: qnorm, qt.
  [0.975, 1.959963984540054],
  [0.05, -1.6448536269514729],
  [1e-10, -6.361340902404056],
])("the normal quantile of %d is %d", (p, expected) => {
  expect(normalQuantile(p)).toBeCloseTo(expected, 12);
});

test.each([
  [0.975, 1, 12.706204736174694],
  [0.975, 2, 4.302652729749462],
  [0.95, 9, 1.8331129326562368],
  [0.025, 30, -2.042272456301237],
])("Student's quantile of %d with %d degrees is %d", (p, degrees, expected) => {
  expect(studentQuantile(p, degrees)).toBeCloseTo(expected, 9);
});

test("Student's quantile nears the normal one from outside", () => {
  expect(studentQuantile(0.975, 5000) - normalQuantile(0.975)).toBeGreaterThan(0);
  expect(studentQuantile(0.975, 5000)).toBeCloseTo(normalQuantile(0.975), 2);
});

test("p values lie in 0..1, none below the least, and mirror when the sides are swapped", () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const tests = [
        [testStratified(all), testStratified(all.map(swap))],
        [testSignFlips(differencesOf(all)), testSignFlips(differencesOf(all.map(swap)))],
      ] as const;
      for (const [there, back] of tests) {
        for (const p of [there.pWorse, there.pBetter, there.pTwoSided]) {
          expect(p).toBeGreaterThan(0);
          expect(p).toBeLessThanOrEqual(1);
        }
        expect(there.pWorse).toBeGreaterThanOrEqual(there.leastPWorse - rounding);
        expect(there.pBetter).toBeGreaterThanOrEqual(there.leastPBetter - rounding);
        expect(there.pWorse + there.pBetter).toBeGreaterThanOrEqual(1 - rounding);
        expect(there.pWorse).toBeCloseTo(back.pBetter, 9);
        expect(there.pTwoSided).toBeCloseTo(back.pTwoSided, 9);
      }
    }),
  );
});

test("one more pass of the candidate never makes it look worse", () => {
  fc.assert(
    fc.property(pairs, fc.nat(), (all, at) => {
      const index = all.length === 0 ? 0 : at % all.length;
      const chosen = all[index];
      fc.pre(chosen !== undefined && chosen.after.passes < chosen.after.answers);
      const better = all.map((pair, other) =>
        other === index
          ? { ...pair, after: { ...pair.after, passes: pair.after.passes + 1 } }
          : pair,
      );
      const before = boundOnSuite(all, 0.95)!;
      const after = boundOnSuite(better, 0.95)!;
      expect(after.low + after.high).toBeGreaterThan(before.low + before.high - rounding);
      expect(testStratified(better).pWorse).toBeGreaterThanOrEqual(
        testStratified(all).pWorse - rounding,
      );
    }),
  );
});

test("with one answer each, all exact tests are McNemar's", () => {
  const single = fc.record({
    before: fc.integer({ min: 0, max: 1 }).map((passes) => ({ passes, answers: 1 })),
    after: fc.integer({ min: 0, max: 1 }).map((passes) => ({ passes, answers: 1 })),
  });
  fc.assert(
    fc.property(fc.array(single, { maxLength: 30 }), (all) => {
      const stratified = testStratified(all);
      const flipped = testSignFlips(differencesOf(all));
      expect(stratified.pWorse).toBeCloseTo(flipped.pWorse, 12);
      expect(stratified.leastPWorse).toBeCloseTo(flipped.leastPWorse, 12);
    }),
  );
});

test("the convolution gives what listing every arrangement gives, also with unequal repeats", () => {
  const small = fc
    .integer({ min: 1, max: 4 })
    .chain((answers) =>
      fc.integer({ min: 0, max: answers }).map((passes) => ({ passes, answers })),
    );
  const few = fc.array(fc.record({ before: small, after: small }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(few, (all) => {
      expect(testStratified(all).pWorse).toBeCloseTo(listArrangements(all), 9);
    }),
  );
});

test("bounds hold the estimate, stay in -1..1, and have a width", () => {
  fc.assert(
    fc.property(pairs, fc.double({ min: 0.6, max: 0.999, noNaN: true }), (all, confidence) => {
      fc.pre(all.length > 0);
      const differences = differencesOf(all);
      const mean = differences.reduce((sum, value) => sum + value, 0) / all.length;
      const regressions = differences.filter((value) => value < 0).length;
      const improvements = differences.filter((value) => value > 0).length;
      const found = [
        [mean, boundOnSuite(all, confidence)],
        [
          (improvements - regressions) / all.length,
          boundByTango({ regressions, improvements, cases: all.length }, confidence),
        ],
      ] as const;
      for (const [estimate, interval] of found) {
        expect(interval!.low).toBeLessThanOrEqual(estimate + rounding);
        expect(interval!.high).toBeGreaterThanOrEqual(estimate - rounding);
        expect(interval!.high - interval!.low).toBeGreaterThan(1e-4);
        expect(interval!.low).toBeGreaterThanOrEqual(-1);
        expect(interval!.high).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("Gaffke's bounds mirror, hold the mean, and are the same every time", () => {
  fc.assert(
    fc.property(someDifferences, (differences) => {
      const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
      const found = boundByGaffke(differences, 0.95)!;
      const mirrored = boundByGaffke(
        differences.map((value) => -value),
        0.95,
      )!;
      expect(found.low).toBeLessThan(mean + rounding);
      expect(found.high).toBeGreaterThan(mean - rounding);
      expect(mirrored.low).toBeCloseTo(-found.high, 12);
      expect(boundByGaffke(differences, 0.95)).toEqual(found);
    }),
    { numRuns: 20 },
  );
});

test("rates lie in their intervals, which repeats never make wider than one answer would", () => {
  fc.assert(
    fc.property(
      fc.array(count, { minLength: 1, maxLength: 20 }),
      fc.constantFrom(0.8, 0.9, 0.95, 0.99),
      (all, confidence) => {
        const rates = all.map(({ passes, answers }) => passes / answers);
        const answers = all.reduce((sum, one) => sum + one.answers, 0);
        const { rate, interval, effectiveTrials } = clusteredInterval(rates, answers, confidence)!;
        expect(interval.low).toBeLessThanOrEqual(rate + rounding);
        expect(interval.high).toBeGreaterThanOrEqual(rate - rounding);
        expect(interval.high - interval.low).toBeGreaterThan(0);
        expect(effectiveTrials).toBeGreaterThanOrEqual(all.length);
        expect(effectiveTrials).toBeLessThanOrEqual(Math.max(answers, all.length));
      },
    ),
  );
  expect(clusteredInterval([], 0)).toBeNull();
});

test("the exact interval holds the rate and mirrors", () => {
  fc.assert(
    fc.property(count, ({ passes, answers }) => {
      const { low, high } = clopperPearsonInterval(passes, answers, 0.95);
      const mirrored = clopperPearsonInterval(answers - passes, answers, 0.95);
      expect(low).toBeLessThanOrEqual(passes / answers);
      expect(high).toBeGreaterThanOrEqual(passes / answers);
      expect(mirrored.low).toBeCloseTo(1 - high, 9);
    }),
  );
});

test("more tries never pass less often, and never all pass more often", () => {
  fc.assert(
    fc.property(count, fc.nat(), ({ passes, answers }, at) => {
      const k = (at % answers) + 1;
      const rate = passes / answers;
      expect(passAtK(answers, passes, k)).toBeGreaterThanOrEqual(rate - rounding);
      expect(passHatK(answers, passes, k)).toBeLessThanOrEqual(rate + rounding);
      expect(passAtK(answers, passes, 1)).toBeCloseTo(rate, 12);
    }),
  );
});

test("adjusted p values are no smaller, keep the order, and Holm's are the larger ones", () => {
  fc.assert(
    fc.property(fc.array(probability, { maxLength: 20 }), (all) => {
      const holm = adjustByHolm(all);
      const hochberg = adjustByBenjaminiHochberg(all);
      for (const [index, p] of all.entries()) {
        expect(holm[index]).toBeGreaterThanOrEqual(hochberg[index]! - rounding);
        expect(hochberg[index]).toBeGreaterThanOrEqual(p - rounding);
        for (const [other, q] of all.entries()) {
          if (p < q) expect(holm[index]).toBeLessThanOrEqual(holm[other]!);
        }
      }
    }),
  );
});

test("Tarone rejects at least what Bonferroni does", () => {
  const tests = fc.array(
    fc
      .tuple(probability, probability)
      .map(([a, b]) => ({ p: Math.max(a, b), leastP: Math.min(a, b) })),
    { maxLength: 15 },
  );
  fc.assert(
    fc.property(tests, (all) => {
      const { rejected, divisor, testable } = correctByTarone(all, 0.05);
      expect(testable.length).toBeLessThanOrEqual(divisor);
      expect(divisor).toBeLessThanOrEqual(Math.max(1, all.length));
      for (const [index, { p }] of all.entries()) {
        if (p <= 0.05 / all.length) expect(rejected).toContain(index);
      }
    }),
  );
});

test("two items share a letter exactly when they are not told apart", () => {
  const size = 6;
  const relation = fc.array(fc.boolean(), { minLength: size * size, maxLength: size * size });
  fc.assert(
    fc.property(relation, (told) => {
      const differs = (a: number, b: number) => told[Math.min(a, b) * size + Math.max(a, b)]!;
      const letters = groupByLetters(size, differs);
      for (let a = 0; a < size; a += 1) {
        expect(letters[a]).not.toBe("");
        for (let b = a + 1; b < size; b += 1) {
          const shared = letters[a]!.split("").some((letter) => letters[b]!.includes(letter));
          expect(shared).toBe(!differs(a, b));
        }
      }
    }),
  );
});

test.each([
  [[], 0.5, null],
  [[3], 0.9, 3],
  [[4, 1, 3, 2], 0.5, 2.5],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9, 10],
])("the quantile of %j at %d is %j", (values, share, expected) => {
  expect(findQuantile(values, share)).toBe(expected);
});

/** P of a weighted sum that is no larger, by going through all ways to deal out the passes. */
function listArrangements(all: readonly PairedCounts[]): number {
  const weight = ({ before, after }: PairedCounts) => 1 / before.answers + 1 / after.answers;
  const observed = all.reduce((sum, pair) => sum + weight(pair) * pair.after.passes, 0);
  let extreme = 0;
  let total = 0;
  const visit = (index: number, sum: number): void => {
    const pair = all[index];
    if (!pair) {
      total += 1;
      if (sum <= observed + rounding) extreme += 1;
      return;
    }
    const answers = pair.before.answers + pair.after.answers;
    for (let dealt = 0; dealt < 2 ** answers; dealt += 1) {
      const passing = Array.from({ length: answers }, (_, bit) => (dealt >> bit) & 1);
      if (passing.reduce((all_, one) => all_ + one, 0) !== pair.before.passes + pair.after.passes) {
        continue;
      }
      const after = passing.slice(0, pair.after.answers).reduce((all_, one) => all_ + one, 0);
      visit(index + 1, sum + weight(pair) * after);
    }
  };
  visit(0, 0);
  return extreme / total;
}

test("a baseline of as many repeats as both sides need takes as many of the candidate", () => {
  const variance = fc.double({ min: 0.01, max: 0.25, noNaN: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      variance,
      variance,
      fc.double({ min: 0.02, max: 0.5, noNaN: true }),
      (cases, withinBefore, withinAfter, difference) => {
        const precision = { cases, withinBefore, withinAfter, between: 0 };
        const rates = { alpha: 0.03, power: 0.8 };
        const both = findNeededRepeats(precision, difference, rates);
        const own = findNeededCandidateRepeats(precision, difference, {
          ...rates,
          baselineRepeats: both!,
        });
        expect(own).not.toBeNull();
        expect(own).toBeLessThanOrEqual(both!);
        const sides = { before: both!, after: own! };
        expect(findDetectableDifference(precision, sides, rates)).toBeLessThanOrEqual(
          difference + rounding,
        );
      },
    ),
  );
});

test("against a baseline that varies too much no number of repeats is enough", () => {
  const precision = { cases: 16, withinBefore: 0.25, withinAfter: 0.25, between: 0 };
  const rates = { alpha: 0.03, power: 0.8, baselineRepeats: 1 };
  expect(findNeededCandidateRepeats(precision, 0.05, rates)).toBeNull();
  expect(findNeededCandidateRepeats(precision, 0.4, rates)).toBe(3);
});
