import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PassCount } from "../stats/index.ts";
import type { GateRule } from "./check-rule.ts";
import { planRepeats } from "./plan-repeats.ts";

const rule: GateRule = { scope: "suite", margin: 0.05, alpha: 0.05, strict: false };
const times = (count: number, passes: number, answers: number): readonly PassCount[] =>
  Array.from({ length: count }, () => ({ passes, answers }));
const passesOf = (
  total: readonly PassCount[],
  required: readonly (readonly PassCount[])[] = [],
) => ({
  total,
  required: new Map(required.map((counts, index) => [`gate-${index}`, counts])),
});

describe("the smallest margin that can be certified where everything passes", () => {
  test.each([
    // 1.645 √(2p̃(1−p̃)/(nK)), p̃ = (K+½)/(K+1)
    [20, 5, 0.0643],
    [50, 10, 0.0217],
    // One answer each: Tango without a single difference, z²/(n+z²).
    [16, 1, 0.1446],
  ])("%d cases × %d: %f", (cases, repeats, expected) => {
    const [option] = planRepeats(null, { cases, rule, repeats: [repeats], drops: [] }).options;
    expect(option!.certifiable).toBeCloseTo(expected, 3);
  });

  test("the gate that applies to the fewest cases says what is certified of all", () => {
    const baseline = passesOf(times(50, 10, 10), [times(50, 10, 10), times(20, 5, 5)]);
    const { options } = planRepeats(baseline, { cases: 50, rule, repeats: [5], drops: [] });
    expect(options[0]!.certifiable).toBeCloseTo(0.0643, 3);
  });
});

test("without a baseline, and with one answer to a case, answers may vary as they can", () => {
  const options = { cases: 16, rule, repeats: [1, 5], drops: [0.05, 0.1] };
  const none = planRepeats(null, options);
  // (z.975 + z.80) √(2·¼/(16·K))
  expect(none.assumption).toBe("worst-case");
  expect(none.flipsNeeded).toBe(6);
  expect(none.options.map(({ detectable }) => detectable!.toFixed(3))).toEqual(["0.495", "0.221"]);
  expect(none.advice).toEqual([
    { drop: 0.05, repeats: 99, repeatsOfBoth: 99 },
    { drop: 0.1, repeats: 25, repeatsOfBoth: 25 },
  ]);
  const single = planRepeats(passesOf(times(16, 1, 1)), options);
  expect(single.assumption).toBe("worst-case");
  expect(single.advice.map(({ repeats, repeatsOfBoth }) => [repeats, repeatsOfBoth])).toEqual([
    [null, 99],
    [null, 25],
  ]);
});

test("a baseline with repeats says how much answers vary", () => {
  const baseline = passesOf([...times(15, 10, 10), ...times(5, 5, 10)]);
  const plan = planRepeats(baseline, { cases: 20, rule, repeats: [3, 10], drops: [0.1] });
  expect(plan.assumption).toBe("baseline");
  expect(plan.flipsNeeded).toBeNull();
  // σ² = ¾ · (10.5/11)(0.5/11) + ¼ · ¼
  const within = 0.75 * (10.5 / 11) * (0.5 / 11) + 0.25 * 0.25;
  expect(plan.options[1]!.detectable).toBeCloseTo(2.8016 * Math.sqrt((2 * within) / 10 / 20), 3);
  expect(plan.advice[0]!.repeats).toBe(6);
  expect(plan.advice[0]!.repeatsOfBoth).toBe(8);
});

test.each([
  // Fisher: 1/C(8,3) = .018, 1/C(6,3) = .05, 1/C(13,3) = .0035
  [3, 3, false],
  [5, 3, true],
  [10, 3, true],
  [1, 10, false],
])("a baseline of %d and %d answers find one broken case: %s", (before, repeats, found) => {
  const baseline = passesOf(times(10, before, before));
  const plan = planRepeats(baseline, { cases: 10, rule, repeats: [repeats], drops: [] });
  expect(plan.options[0]!.findsBrokenCase).toBe(found);
});

test("more repeats never detect less, and a larger drop never takes more of them", () => {
  const count = fc
    .integer({ min: 2, max: 12 })
    .chain((answers) =>
      fc.integer({ min: 0, max: answers }).map((passes) => ({ passes, answers })),
    );
  fc.assert(
    fc.property(fc.array(count, { minLength: 2, maxLength: 30 }), (total) => {
      const plan = planRepeats(passesOf(total), {
        cases: total.length,
        rule,
        repeats: [1, 2, 5, 20],
        drops: [0.02, 0.05, 0.1, 0.3],
      });
      const detectable = plan.options.map((option) => option.detectable ?? 1);
      expect(detectable).toEqual(detectable.toSorted((a, b) => b - a));
      const needed = plan.advice.map(({ repeats }) => repeats ?? Infinity);
      expect(needed).toEqual(needed.toSorted((a, b) => b - a));
    }),
  );
});
