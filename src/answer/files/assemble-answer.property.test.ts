import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assembleAnswer, type AssembledAnswer } from "./index.ts";

/** Every line stands where it says: the answer's line ends with it. */
function expectExactLines(answer: AssembledAnswer): void {
  const source = answer.text.split("\n");
  for (const { text, lines } of [...answer.blocks, ...answer.files]) {
    const parts = text.split("\n");
    expect(lines).toHaveLength(parts.length);
    for (const [index, part] of parts.entries()) {
      const line = source[(lines[index] ?? 0) - 1];
      expect(line?.trimEnd().endsWith(part.trim())).toBe(true);
    }
  }
  for (const { line } of answer.prose) expect(source[line - 1]).toBeDefined();
}

const paths = [
  "app/main.py",
  "app/db.py",
  "tests/test_a.py",
  "../x.py",
  "/etc/x.py",
  "a\\b.py",
  "x.sql",
];
const code = fc.constantFrom(
  "import os",
  "def f(x: int) -> int:\n    return x",
  "class A:\n    b: int = 1\n\n    def c(self) -> None:\n        # ... existing code ...\n        pass",
  "class A:\n    # ... existing methods\n    def d(self) -> None: ...",
  "# ... existing code ...",
  "    indented = 1",
  ">>> 1\n1",
  "x = '''\n\n# app/db.py\n'''",
  "\n\n# app/db.py\nY = 1",
  "@@ -1 +1 @@\n-a\n+b",
  "--- a/app/main.py\n+++ b/app/main.py\n-import os\n+import sys",
  "cat > app/db.py <<'EOF'\nZ = 1\nEOF",
  "cat <<EOF",
  "app/\n├── main.py\n└── db.py",
  "def broken(",
  "",
  "\t\ttabs",
);
const path = fc.constantFrom(...paths);
const fence = fc
  .record({
    mark: fc.constantFrom("```", "~~~", "````", "   ```"),
    info: fc.constantFrom(
      "python",
      "",
      'py title="app/main.py"',
      "diff",
      "bash",
      "text",
      "markdown",
      "python:app/db.py",
    ),
    head: fc.option(path),
    body: fc.array(code, { maxLength: 4 }),
    closed: fc.boolean(),
  })
  .map(({ mark, info, head, body, closed }) =>
    [mark + info, ...(head === null ? [] : [`# ${head}`]), ...body, ...(closed ? [mark] : [])].join(
      "\n",
    ),
  );
const prose = fc.oneof(
  path.map((name) => `### ${name}`),
  path.map((name) => `Add to \`${name}\`:`),
  path.map((name) => `<file path="${name}">`),
  fc.constantFrom(
    "</file>",
    "<details>",
    "<summary>app/main.py</summary>",
    "</details>",
    "<pre>",
    "</pre>",
  ),
  fc.constantFrom(
    "Before:",
    "❌ Bad",
    "Alternatively:",
    "| a | b |\n|---|---|\n| c | d |",
    "- item",
    "> quote",
    "***",
    "<!-- x",
  ),
  fc.string({ unit: "grapheme", maxLength: 20 }),
);
const piece = fc
  .record({
    text: fc.oneof(fence, fence, prose),
    prefix: fc.constantFrom("", "", "", "- ", "> ", "  ", "1. ", "    "),
  })
  .map(({ text, prefix }) =>
    text
      .split("\n")
      .map(
        (line, index) =>
          (index > 0 && /^[-\d]/u.test(prefix) ? " ".repeat(prefix.length) : prefix) + line,
      )
      .join("\n"),
  );
const answers = fc
  .array(fc.record({ piece, gap: fc.constantFrom("\n", "\n\n") }), { maxLength: 10 })
  .map((pieces) => pieces.map((one) => one.piece + one.gap).join(""));

describe("any text", { timeout: 60_000 }, () => {
  test("is taken apart without an error, every line with its place", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) =>
        expectExactLines(assembleAnswer(text)),
      ),
      { numRuns: 500 },
    );
  });

  test("of any fences, headings, lists, tags and quotes keeps its lines", () => {
    fc.assert(
      fc.property(answers, (text) => expectExactLines(assembleAnswer(text))),
      { numRuns: 1000 },
    );
  });

  test("reads the same with LF, CRLF and CR", () => {
    fc.assert(
      fc.property(answers, fc.constantFrom("\r\n", "\r"), (text, end) => {
        const unified = text.replace(/\r\n?/gu, "\n");
        expect(assembleAnswer(unified.replaceAll("\n", end))).toEqual(assembleAnswer(unified));
      }),
      { numRuns: 200 },
    );
  });

  test("keeps the paths inside of the project, one file a path but for partial ones", () => {
    fc.assert(
      fc.property(answers, (text) => {
        const { files } = assembleAnswer(text);
        for (const file of files) {
          expect(file.path).not.toMatch(/^[/~]|(?:^|\/)\.\.(?:\/|$)|\\/u);
          const same = files.filter((other) => other.path === file.path);
          expect(same.filter((other) => !other.partial).length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 300 },
    );
  });
});

test("ten thousand fences are read", { timeout: 60_000 }, () => {
  const fences = Array.from({ length: 10_000 }, (_, index) => {
    const heading = `### app/part_${index}.py\n\n`;
    return `${heading}\`\`\`python\nimport os\n\n\ndef part_${index}() -> int:\n    return ${index}\n\`\`\`\n\n`;
  });
  expect(assembleAnswer(fences.join("")).files).toHaveLength(10_000);
});
