import fc from "fast-check";
import { expect, test } from "vitest";
import { displayWidth, printable, renderTable, truncateText, wrapText } from "./index.ts";

test.each([
  ["short", 10, "short"],
  ["exactly ten", 11, "exactly ten"],
  ["exactly ten", 10, "exactly t…"],
  ["日本語テキスト", 7, "日本語…"],
  ["日本語テキスト", 6, "日本…"],
  ["👩‍👩‍👧‍👦 family", 4, "👩‍👩‍👧‍👦…"],
  ["anything", 0, ""],
])("%s in %d cells is %s", (text, width, expected) => {
  expect(truncateText(text, width)).toBe(expected);
});

test.each([
  ["one two three", 7, ["one two", "three"]],
  ["a/very/long/path", 6, ["a/very", "/long/", "path"]],
  ["", 5, [""]],
  ["日本語 テキスト", 8, ["日本語", "テキスト"]],
])("%s wraps at %d cells", (text, width, expected) => {
  expect(wrapText(text, width)).toEqual(expected);
});

test("what a model wrote cannot move the cursor or turn the writing", () => {
  expect(printable("a\u001B[2Jb\u0007c\u202Ed\te\u007F\u009B")).toBe("a␛[2Jb␇c\uFFFDd    e␡\uFFFD");
});

test("no text is too wild to be fitted: nothing is wider, and wrapping loses only blanks", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 4, max: 60 }), (raw, width) => {
      const text = printable(raw);
      expect(displayWidth(truncateText(text, width))).toBeLessThanOrEqual(width);
      const lines = wrapText(text, width);
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join("").replaceAll(/\s/gu, "")).toBe(text.replaceAll(/\s/gu, ""));
    }),
  );
});

test("a table is as wide as its cells, and gives way where it may", () => {
  const table = {
    columns: [
      { title: "name", shrinksTo: 5 },
      { title: "n", align: "right" as const },
    ],
    rows: [
      [{ text: "a long name" }, { text: "1" }],
      { across: { text: "between" } },
      [{ text: "b" }, { text: "100" }],
    ],
  };
  expect(renderTable(table, 80)).toEqual([
    "name           n",
    "a long name    1",
    "between",
    "b            100",
  ]);
  expect(renderTable(table, 12)).toEqual([
    "name       n",
    "a long…    1",
    "between",
    "b        100",
  ]);
});
