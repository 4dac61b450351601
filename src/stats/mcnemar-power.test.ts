import { expect, test } from "vitest";
import { findDetectableByMcNemar, findPowerOfMcNemar } from "./mcnemar-power.ts";

const rates = { alpha: 0.05, power: 0.8 };

test("nothing that happens is found never, what happens to all cases always", () => {
  expect(findPowerOfMcNemar({ cases: 20, regress: 0, improve: 0 }, 0.05)).toBe(0);
  expect(findPowerOfMcNemar({ cases: 5, regress: 1, improve: 0 }, 0.05)).toBe(1);
  expect(findPowerOfMcNemar({ cases: 4, regress: 1, improve: 0 }, 0.05)).toBe(0);
});

test("the smallest drop that is found has the power asked for, and a smaller one has not", () => {
  const drop = findDetectableByMcNemar({ cases: 16, improve: 0 }, rates)!;
  expect(drop).toBe(0.385);
  expect(findPowerOfMcNemar({ cases: 16, regress: drop, improve: 0 }, 0.05)).toBeGreaterThan(0.8);
  expect(findPowerOfMcNemar({ cases: 16, regress: drop - 0.001, improve: 0 }, 0.05)).toBeLessThan(
    0.8,
  );
});

test("noise hides a drop, and four cases or much noise show none", () => {
  const noisy = findDetectableByMcNemar({ cases: 50, improve: 0.1 }, rates)!;
  expect(noisy).toBeGreaterThan(findDetectableByMcNemar({ cases: 50, improve: 0 }, rates)!);
  expect(findDetectableByMcNemar({ cases: 4, improve: 0 }, rates)).toBeNull();
  expect(findDetectableByMcNemar({ cases: 50, improve: 0.5 }, rates)).toBeNull();
});

test.each([0, 0.02, 0.1, 0.3])(
  "with noise %d, the approximation goes on where lists end",
  (improve) => {
    const exact = findDetectableByMcNemar({ cases: 500, improve }, rates)!;
    const normal = findDetectableByMcNemar({ cases: 501, improve }, rates)!;
    expect(Math.abs(exact - normal)).toBeLessThan(0.005);
  },
);
