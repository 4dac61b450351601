import fc from "fast-check";
import { expect, test } from "vitest";
import { applyGateRule } from "./apply-gate-rule.ts";
import { estimatePower } from "./estimate-power.ts";
import type { CasePair } from "./pair-cases.ts";
import type { CompareOptions } from "./types.ts";

const usual: CompareOptions = { scope: "suite", margin: 0.05, alpha: 0.05 };

/** Cases as `5 0` of five answers each: passes before and after. */
function casesOf(answers: number, ...passes: readonly (readonly [number, number])[]) {
  return passes.map(([before, after], index): CasePair => ({
    case: `case-${index + 1}`,
    before: { passes: before, answers },
    after: { passes: after, answers },
  }));
}

const times = <T>(count: number, value: T) => Array.from({ length: count }, () => value);

/** One gate, which is then all gates together. */
function rule(pairs: readonly CasePair[], options: Partial<CompareOptions> = {}) {
  return applyGateRule(pairs, [{ level: "required", pairs }], { ...usual, ...options });
}

test("what single cases cannot use, the gates have: all of alpha with one answer each", () => {
  const five = rule(casesOf(1, ...times(5, [1, 0] as const), ...times(11, [1, 1] as const)));
  expect(five).toMatchObject({ total: { decision: "regressed" }, brokenCases: [], level: 0.05 });
  const four = rule(casesOf(1, ...times(4, [1, 0] as const), ...times(12, [1, 1] as const)));
  expect(four.total.decision).toBe("inconclusive");
});

test("cases that all pass cost nothing, one that flips costs 1/252", () => {
  expect(rule(casesOf(5, ...times(20, [5, 5] as const))).level).toBe(0.05);
  const { brokenCases, level } = rule(casesOf(5, [5, 0], ...times(19, [5, 5] as const)));
  expect(brokenCases.map((one) => one.case)).toEqual(["case-1"]);
  expect(level).toBeCloseTo(0.05 - 1 / 252, 12);
});

test.each([
  // Cases half of whose answers pass, besides the one that broke: each may be a flip by chance.
  [4, ["case-1"], 0.05 - 5 / 252],
  [5, ["case-1"], 0.05 - 6 / 252],
  [9, ["case-1"], 0.05 - 10 / 252],
  [10, [], 0.05],
])("among %d cases of chance", (noisy, broken, level) => {
  // Others got better, so that the suite as a whole did not get worse.
  const pairs = casesOf(5, [5, 0], ...times(noisy, [2, 3] as const), ...times(30, [5, 5] as const));
  const found = rule(pairs);
  expect(found.total.decision).not.toBe("regressed");
  expect(found.brokenCases.map((one) => one.case)).toEqual(broken);
  expect(found.level).toBeCloseTo(level, 12);
});

test("three answers each can break no case, ten in more ways than one", () => {
  expect(rule(casesOf(3, [3, 0], ...times(9, [3, 3] as const))).brokenCases).toEqual([]);
  const ten = rule(casesOf(10, [10, 2], [9, 0], ...times(18, [10, 10] as const)));
  expect(ten.brokenCases.map((one) => one.case)).toEqual(["case-1", "case-2"]);
});

test("scope population says nothing of single cases and leaves the gates all of alpha", () => {
  const pairs = casesOf(5, [5, 0], ...times(19, [5, 5] as const));
  expect(rule(pairs, { scope: "population" })).toMatchObject({ brokenCases: [], level: 0.05 });
});

test("how alpha is shared does not depend on which side the passes are on", () => {
  const passes = fc.integer({ min: 0, max: 5 });
  fc.assert(
    fc.property(fc.array(fc.tuple(passes, passes), { minLength: 1, maxLength: 30 }), (drawn) => {
      const there = rule(casesOf(5, ...drawn)).level;
      const back = rule(casesOf(5, ...drawn.map(([a, b]) => [b, a] as const))).level;
      expect(there).toBeCloseTo(back, 12);
    }),
  );
});

const limits = { scope: "suite", alpha: 0.05, level: 0.05, margin: 0.05 } as const;

test("one answer each: the flips that tell, the drop that is mostly found, no broken case", () => {
  expect(estimatePower(casesOf(1, ...times(16, [1, 1] as const)), limits)).toEqual({
    detectable: 0.385,
    flipsNeeded: 5,
    repeatsNeeded: null,
    casesNeeded: null,
    repeatsForBrokenCase: 4,
  });
});

test("with repeats: the detectable drop, and what the margin would take", () => {
  const power = estimatePower(casesOf(5, ...times(20, [4, 4] as const)), limits);
  expect(power.detectable).toBeCloseTo(0.152, 3);
  expect(power).toMatchObject({ repeatsNeeded: 47, casesNeeded: 186, flipsNeeded: null });
  // In cases half of whose answers pass, flips are chance more often.
  expect(power.repeatsForBrokenCase).toBe(4);
  const noisy = estimatePower(casesOf(5, ...times(20, [2, 3] as const)), limits);
  expect(noisy.repeatsForBrokenCase).toBe(6);
  expect(estimatePower([], limits).repeatsForBrokenCase).toBeNull();
});
