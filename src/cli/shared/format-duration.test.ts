import { expect, test } from "vitest";
import { formatDuration } from "./format-duration.ts";

test.each([
  [1, "1 s"],
  [98_500, "99 s"],
  [100_000, "2 min"],
  [5_940_000, "99 min"],
  [7_500_000, "2 h 05 min"],
])("%d ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
