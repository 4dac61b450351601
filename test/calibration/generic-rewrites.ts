import { mapBlocks, pythonBlocks, sectionStarts } from "./code-blocks.ts";

/** A change that no careful reader would take for a change of the answer. */
export interface Rewrite {
  readonly name: string;
  /** The rewritten answer; the same text where the rewrite has nothing to do. */
  readonly apply: (text: string) => string;
  /** Every answer is tried, not only a part of them. */
  readonly everywhere?: boolean;
}

/** Rewrites that fit any answer. */
export const genericRewrites: readonly Rewrite[] = [
  { name: "CRLF line ends", apply: (text) => text.replaceAll("\n", "\r\n") },
  { name: "trailing spaces", apply: (text) => text.replaceAll(/(?<=[^\s\\])$/gmu, "  ") },
  { name: "a byte order mark", apply: (text) => `\uFEFF${text}` },
  { name: "fences of four back-ticks", apply: (text) => refence(text, "````") },
  { name: "fences of tildes", apply: (text) => refence(text, "~~~") },
  { name: "info string `py`", apply: (text) => text.replaceAll(/^```python\b/gmu, "```py") },
  {
    name: "info string `Python3`",
    apply: (text) => text.replaceAll(/^```python\b/gmu, "```Python3"),
  },
  { name: "blocks inside list items", apply: intoListItems },
  { name: "blocks inside a numbered list", apply: intoNumberedItems },
  { name: "blocks inside block quotes", apply: intoBlockQuotes },
  ...naming(),
  { name: "trigger words in comments", apply: (text) => appendToBlocks(text, triggerComments) },
  { name: "trigger words in a string", apply: (text) => appendToBlocks(text, triggerString) },
  { name: "trigger words in prose", apply: (text) => `${text}\n\n${triggerProse}\n` },
  { name: "blank lines at both ends of blocks", apply: padBlocks },
  { name: "parentheses around what is assigned or opened", apply: parenthesize, everywhere: true },
  { name: "functions renamed", apply: renameFunctions, everywhere: true },
  { name: "sections in reverse order", apply: reverseSections, everywhere: true },
  { name: "the closing fence indented", apply: (text) => text.replaceAll(/^```$/gmu, "  ```") },
  {
    name: "a chatty frame",
    apply: (text) => `Sure! Here is what I came up with.\n\n${text}\n\nLet me know how it goes!\n`,
  },
];

const triggerComments = [
  "",
  "# Words only: except Exception: pass, eval(), password, token, secret, print, requests.get(),",
  "# @app.get('/x'), def test_nothing(): assert True, Depends(get_current_user), rate limit.",
];

const triggerString = [
  "",
  "_WORDS = \"except: pass; @app.post('/x'); raise HTTPException(401); def test_x(): assert True\"",
];

const triggerProse =
  "For the record, the words authentication, tests, coverage, `except: pass`, `...`, TODO, `Depends(get_current_user)` and 401 also occur in this sentence, which changes nothing.";

/** All the ways in which an answer names a file, in place of the comment on a block's first line. */
function naming(): readonly Rewrite[] {
  const ways: Readonly<
    Record<string, (path: string) => { before?: string[]; info?: string; first?: string }>
  > = {
    "a heading": (path) => ({ before: [`### ${path}`, ""] }),
    "a numbered heading in back-ticks": (path) => ({ before: [`### 1. \`${path}\``, ""] }),
    "a bold line": (path) => ({ before: [`**${path}**`, ""] }),
    "a back-ticked line with a colon": (path) => ({ before: [`\`${path}\`:`, ""] }),
    "a `File:` line": (path) => ({ before: [`File: \`${path}\``] }),
    "a title in the info string": (path) => ({ info: `python title="${path}"` }),
    "a filename in the info string": (path) => ({ info: `python filename=${path}` }),
    "the info string `python:path`": (path) => ({ info: `python:${path}` }),
    "a `# FILE:` comment": (path) => ({ first: `# FILE: ${path}` }),
    "a comment between rules": (path) => ({ first: `# ---- ${path} ----` }),
    "a docstring": (path) => ({ first: `"""${path}"""` }),
  };
  return Object.entries(ways).map(([name, way]) => ({
    name: `files named by ${name}`,
    apply: (text) =>
      mapBlocks(text, (lines, { path }) => {
        if (path === null || (lines[1] ?? "").replace(/^#\s+/u, "") !== path) return lines;
        const { before = [], info, first } = way(path);
        // An excerpt that stands indented would not parse under a docstring at the margin.
        if (first?.startsWith('"') === true && (lines[2] ?? "").startsWith(" ")) return lines;
        const fence = info === undefined ? (lines[0] ?? "") : `\`\`\`${info}`;
        return [...before, fence, ...(first === undefined ? [] : [first]), ...lines.slice(2)];
      }),
  }));
}

function refence(text: string, fence: string): string {
  return mapBlocks(text, (lines) =>
    lines.map((line, index) =>
      index === 0 || index === lines.length - 1 ? line.replace("```", fence) : line,
    ),
  );
}

function intoListItems(text: string): string {
  return mapBlocks(text, (lines) => [
    "- The code:",
    "",
    ...lines.map((line) => indented(line, "  ")),
    "",
  ]);
}

function intoNumberedItems(text: string): string {
  return mapBlocks(text, (lines) => [
    "1. The code:",
    "",
    ...lines.map((line) => indented(line, "   ")),
    "",
  ]);
}

function intoBlockQuotes(text: string): string {
  return mapBlocks(text, (lines) => ["", ...lines.map((line) => `> ${line}`.trimEnd()), ""]);
}

function indented(line: string, indent: string): string {
  return line === "" ? "" : indent + line;
}

/** Adds lines to every block that starts at the margin and is more than an excerpt. */
function appendToBlocks(text: string, added: readonly string[]): string {
  return mapBlocks(text, (lines) => {
    const whole = lines.some((line) => /^(?:from|import) /u.test(line));
    return whole ? [...lines.slice(0, -1), ...added, ...lines.slice(-1)] : lines;
  });
}

/** Alembic, pytest and Python call these by their names. */
const calledByName =
  /^(?:upgrade|downgrade|lifespan|main|anyio_backend|event_loop|pytest_.*|__.*)$/u;

/** Gives every function of a module a suffix, wherever the answer's Python speaks of it. */
function renameFunctions(text: string): string {
  const code = pythonBlocks(text.split("\n"))
    .map(({ first, last }) => text.split("\n").slice(first, last).join("\n"))
    .join("\n");
  const defined = [...code.matchAll(/^(?:async )?def (\w+)/gmu)].map((match) => match[1] ?? "");
  const names = [...new Set(defined)].filter(
    (name) =>
      !calledByName.test(name) &&
      // Strings, attributes, keywords and modules of the same name are not the function.
      !new RegExp(
        `["'./]${name}\\b|\\b${name}["'.]|\\b${name}\\s*=(?!=)|^ +(?:async )?def ${name}\\b`,
        "mu",
      ).test(code),
  );
  if (names.length === 0) return text;
  const inCode = new RegExp(`\\b(${names.join("|")})\\b`, "gu");
  const inProse = new RegExp(`(?<=\`)(${names.join("|")})(?=\\(?\\)?\`)`, "gu");
  const prose = text.replaceAll(inProse, "$1_v2");
  return mapBlocks(prose, (lines) => lines.map((line) => line.replaceAll(inCode, "$1_v2")));
}

/** Where every block is a file of its own, the order of the sections says nothing. */
function reverseSections(text: string): string {
  const lines = text.split("\n");
  const paths = pythonBlocks(lines).map(({ path, first }) =>
    (lines[first + 1] ?? "").replace(/^#\s+/u, "") === path ? path : null,
  );
  if (paths.includes(null) || new Set(paths).size < paths.length) return text;
  const starts = sectionStarts(lines);
  const sections = starts.map((start, at) => [...lines.slice(start, starts[at + 1]), ""]);
  return [...lines.slice(0, starts[0]), ...sections.toReversed().flat()].join("\n");
}

function padBlocks(text: string): string {
  return mapBlocks(text, (lines) => [...lines.slice(0, -1), "", "", ...lines.slice(-1)]);
}

/** As a formatter breaks long lines: `with (⏎ a() as b ⏎):`, `x: Mapped[int] = (⏎ f() ⏎)`. */
function parenthesize(text: string): string {
  return mapBlocks(text, (lines) =>
    lines.flatMap((line) => {
      const [, indent = "", head, inner, tail] =
        /^( *)((?:async )?with )(\w[^:]*)(:)$/u.exec(line) ??
        /^( *)([\w.]+(?:: [\w.[\]| ]+)? = )(\w[\w.]*\(.*\))()$/u.exec(line) ??
        [];
      if (head === undefined || inner === undefined || !isBalanced(inner)) return [line];
      return [`${indent}${head}(`, `${indent}    ${inner}`, `${indent})${tail}`];
    }),
  );
}

function isBalanced(code: string): boolean {
  if (/["'#;]| as .* as |\) as .*, /u.test(code)) return false;
  let depth = 0;
  for (const one of code) {
    if ("([{".includes(one)) depth += 1;
    if (")]}".includes(one)) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}
