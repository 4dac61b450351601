import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { exampleRun, type ExampleOptions } from "../fixtures/example-run.ts";
import { codeSpan, escapeMarkdown, proseWithCode, tableRow } from "./escape-markdown.ts";
import { commentLimit, fitBlocks, summaryLimit, type Limit } from "./fit-blocks.ts";
import { renderMarkdown } from "./render-markdown.ts";

const render = (options: ExampleOptions, limit?: Limit) =>
  renderMarkdown({ ...exampleRun(options), reference: "20261123-021530-042-k3f9" }, limit);
const markdown = new MarkdownIt({ html: true });
/** The text of each cell, as a reader sees it. */
const cellsOf = (text: string) =>
  markdown
    .parse(text, {})
    .filter(
      ({ type }, index, tokens) => type === "inline" && tokens[index - 1]?.type.startsWith("t"),
    )
    .map(({ children }) => (children ?? []).map(({ content }) => content).join(""));

test("a run reads from the verdict to the places", async () => {
  await expect(render({})).toMatchFileSnapshot("snapshots/one-version.md");
});

test("several versions stand side by side, repeats case by case", async () => {
  const text = render({
    promptVersions: ["agent", "lite"],
    repeats: 3,
    status: "incomplete",
    outcomeOf: ({ case: id, repeat, promptVersion }, gateId) =>
      id === "uploads" && repeat === 3
        ? null
        : gateId === "tests" && promptVersion === "lite" && repeat > 1
          ? "fail"
          : gateId === "openapi"
            ? "unchecked"
            : gateId === "parses" && id === "posts"
              ? "error"
              : "pass",
  });
  await expect(text).toMatchFileSnapshot("snapshots/repeats.md");
});

/** More than a comment can hold, and with `cases` enough more than a summary can. */
const large = (cases: number): ExampleOptions => ({
  cases: Array.from({ length: cases }, (_, index) => `case-${index}`),
  outcomeOf: () => "fail",
  words: { reason: "A reason | of ünusual length ".repeat(20), file: "a.py", excerpt: "x | y" },
});
/** All rows of all tables, and how many cells each has. */
const tableRows = (text: string) => text.split("\n").filter((line) => line.startsWith("|"));

test.each([
  ["a comment", 400, commentLimit],
  ["a summary", 1200, summaryLimit],
])("%s keeps GitHub's limit, says what is left out, and no row is cut", (_, cases, limit) => {
  const text = render(large(cases), limit);
  expect(limit.measure(text)).toBeLessThanOrEqual(limit.most);
  expect(limit.measure(text)).toBeGreaterThan(limit.most - 1000);
  const whole = render(large(cases), { ...limit, most: Infinity });
  const rows = tableRows(text);
  const all = tableRows(whole);
  expect(all.slice(0, rows.length)).toEqual(rows);
  const note =
    /^> (\d+) of (\d+) rows are left out to stay within GitHub's limit of .*: `assay show 2026/mu;
  const [, leftOut = "", of = ""] = note.exec(text) ?? [];
  // Rows of heads and their lines are no rows that count: two a table.
  const headsIn = (some: readonly string[]) => 2 * some.filter((row) => row.includes("---")).length;
  expect(Number(of)).toBe(all.length - headsIn(all));
  expect(Number(leftOut)).toBe(Number(of) - (rows.length - headsIn(rows)));
  expect(text.match(/<details>/gu)).toHaveLength(text.match(/<\/details>/gu)?.length ?? 0);
});

test("however small the limit, what is kept is whole", () => {
  const whole = render({ repeats: 2 });
  const lines = new Set(whole.split("\n"));
  fc.assert(
    fc.property(fc.integer({ min: 250, max: whole.length + 10 }), (most) => {
      const text = render({ repeats: 2 }, { ...commentLimit, most });
      expect(text.length).toBeLessThanOrEqual(most);
      for (const line of text.split("\n")) {
        if (!line.startsWith("> ")) expect(lines.has(line)).toBe(true);
      }
      expect(text === whole).toBe(most >= whole.length);
      expect(text.split("<details>").length).toBe(text.split("</details>").length);
    }),
  );
});

test("blocks that fit are not touched", () => {
  const blocks = [
    { before: ["a"], rows: ["b", "c"], after: ["d"] },
    { before: ["e"], rows: [], after: [] },
  ];
  expect(fitBlocks(blocks, { ...commentLimit, most: 10 }, "")).toBe("a\nb\nc\nd\n\ne");
});

test("whatever a model writes is the text of one cell", () => {
  const visible = (text: string) =>
    text
      .replaceAll(/\s+/gu, " ")
      .replaceAll(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, "\uFFFD")
      .trim();
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({
      unit: fc.constantFrom(
        "|",
        "`",
        "\\",
        "<b>",
        "&amp;",
        "*",
        "_",
        "[x](y)",
        "@a",
        "#1",
        "\n",
        " ",
      ),
    }),
  );
  fc.assert(
    fc.property(text, (given) => {
      const table = [tableRow(["a", "b"]), tableRow(["---", "---"])];
      const row = tableRow([`x${escapeMarkdown(given)}`, `y${codeSpan(given)}`]);
      const [, , prose = "", code = "", ...others] = cellsOf([...table, row].join("\n"));
      expect(others).toEqual([]);
      expect(prose.replaceAll("\u200B", "")).toBe(`x${visible(given)}`.trimEnd());
      expect(code.trimEnd()).toBe(`y${visible(given)}`.trimEnd());
    }),
  );
});

test.each([
  ["@router.get and #12", "@&#8203;router.get and #&#8203;12"],
  ["a `b | c` d", "a `b \\| c` d"],
  ["one ` alone", "one \\` alone"],
  ["x_y <T>", "x\\_y &lt;T&gt;"],
])("%s notifies nobody and stays as it is", (given, expected) => {
  expect(proseWithCode(given)).toBe(expected);
});
