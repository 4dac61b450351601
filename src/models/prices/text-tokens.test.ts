import fc from "fast-check";
import { expect, test } from "vitest";
import { boundTokens, estimateTokens } from "./text-tokens.ts";

test("a bound counts bytes of UTF-8, of the longer form where there are two", () => {
  expect(boundTokens("")).toBe(32);
  expect(boundTokens("hello")).toBe(37);
  expect(boundTokens("日本")).toBe(38);
  // One sign of 3 bytes whose compatibility form has 18 letters.
  expect(boundTokens("\uFDFA")).toBe(32 + 33);
});

test("an estimate is 3.5 bytes a token", () => {
  expect(estimateTokens("")).toBe(4);
  expect(estimateTokens("x".repeat(3_500))).toBe(1_004);
});

test("an estimate never exceeds the bound, and neither shrinks as the text grows", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), (text, more) => {
      expect(estimateTokens(text)).toBeLessThanOrEqual(boundTokens(text));
      expect(estimateTokens(text + more)).toBeGreaterThanOrEqual(estimateTokens(text));
    }),
  );
});
