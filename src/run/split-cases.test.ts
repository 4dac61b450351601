import fc from "fast-check";
import { expect, test } from "vitest";
import { splitCases } from "./split-cases.ts";

test("cases are dealt out one by one", () => {
  const cases = ["a", "b", "c", "d", "e", "f", "g"];
  const parts = [1, 2, 3].map((index) => splitCases(cases, { index, count: 3 }));
  expect(parts).toEqual([
    ["a", "d", "g"],
    ["b", "e"],
    ["c", "f"],
  ]);
});

test("every case is in one shard, and no shard has more than one case above another", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 80 }), (size, count) => {
      const cases = Array.from({ length: size }, (_, at) => at);
      const parts = Array.from({ length: count }, (_, at) =>
        splitCases(cases, { index: at + 1, count }),
      );
      expect(parts.flat().toSorted((a, b) => a - b)).toEqual(cases);
      const sizes = parts.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});
