import { expect, test } from "vitest";
import { pauseBefore } from "./retry.ts";

test.each([
  [1, null, 0, 500],
  [1, null, 1, 375],
  [3, null, 0, 2_000],
  [9, null, 0, 8_000],
  [1, 12_000, 0.5, 12_000],
  [5, 0, 0.5, 0],
])("try %i, told %j, random %d: %d ms", (tries, told, random, expected) => {
  expect(pauseBefore(tries, told, random)).toBe(expected);
});
