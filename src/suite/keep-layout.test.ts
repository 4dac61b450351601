import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keepLayout } from "./keep-layout.ts";

describe("keepLayout", () => {
  it("keeps what the edit left alone as it was written", () => {
    const original = "a:   1\nb: 2\n\n\nc:  3\nx: 0\nd: 4\n";
    const normalised = "a: 1\nb: 2\n\nc: 3\nx: 0\nd: 4\n";
    expect(keepLayout(original, normalised, "a: 1\nb: 2\n\nc: 3\nx: 0\nd: 5\n")).toBe(
      "a:   1\nb: 2\n\n\nc:  3\nx: 0\nd: 5\n",
    );
  });

  const texts = fc
    .array(fc.constantFrom("a\n", "b\n", "\n"), { maxLength: 12 })
    .map((lines) => lines.join(""));

  it("gives the original where nothing was edited, and the edit where nothing was reformatted", () => {
    fc.assert(
      fc.property(texts, texts, (one, other) => {
        expect(keepLayout(one, other, other)).toBe(one);
        expect(keepLayout(one, one, other)).toBe(other);
      }),
    );
  });
});
