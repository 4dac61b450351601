import { expect, it } from "vitest";
import { findNearestName } from "./nearest-name.ts";

it.each([
  ["typehints", ["tests", "type-hints", "type-hinting"], "type-hints"],
  ["tsets", ["tests", "auth"], "tests"],
  ["AUTH", ["tests", "auth"], "auth"],
  ["x", ["a"], null],
  ["performance", ["tests", "auth"], null],
  ["", ["a"], null],
])("%s in %j is %s", (given, names, expected) => {
  expect(findNearestName(given, names)).toBe(expected);
});
