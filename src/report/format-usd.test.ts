import { expect, test } from "vitest";
import { formatTokens } from "./format-tokens.ts";
import { formatUsd } from "./format-usd.ts";

test.each([
  [0, "$0"],
  [0.00000001, "under $0.0001"],
  [0.0001, "$0.0001"],
  [0.00321, "$0.0032"],
  [0.003, "$0.003"],
  [0.0994, "$0.099"],
  [0.0999, "$0.10"],
  [0.42, "$0.42"],
  [1.005, "$1.00"],
  [1234.5, "$1,234.50"],
])("%d is %s", (usd, text) => {
  expect(formatUsd(usd)).toBe(text);
});

test.each([
  [0, "0"],
  [999, "999"],
  [1_000, "1,000"],
  [12_345_678.4, "12,345,678"],
])("%d tokens are %s", (tokens, text) => {
  expect(formatTokens(tokens)).toBe(text);
});
