import { expect, test } from "vitest";
import { formatUsd } from "./format-usd.ts";

test.each([
  [0, "$0"],
  [12.3, "$12.30"],
  [0.425, "$0.42"],
  [0.1, "$0.10"],
  [0.0312, "$0.031"],
  [0.00312, "$0.0031"],
  [0.00000001, "$0.00000001"],
  [1e-12, "less than $0.00000001"],
])("%d is %s", (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});
