import type { AnswerItem, RawBlock } from "./collect-blocks.ts";
import { normalizePath } from "./file-path.ts";
import { looksLikePython } from "./looks-like.ts";
import { isBlank, trimBlankLines, type SourceLine } from "./source-line.ts";

/** Longer texts without any fence are not searched for Python line by line. */
const maxStarts = 5;

/** An answer without fences: a JSON object of files, or plain Python. Null: neither. */
export function readUnfenced(lines: readonly SourceLine[]): readonly AnswerItem[] | null {
  const text = lines.map((line) => line.text).join("\n");
  return readJsonFiles(text, 1) ?? readPlainPython(lines);
}

/** `{"files": {path: content}}`, `{"files": [{"path", "content"}]}`, `{path: content}`. `firstLine`: the line of the answer on which the text begins. */
function readJsonFiles(text: string, firstLine: number): readonly RawBlock[] | null {
  const entries = parseEntries(text);
  if (entries === null) return null;
  const blocks: RawBlock[] = [];
  let from = 0;
  let line = firstLine;
  for (const [path, content] of entries) {
    // All lines of a file stand in one JSON string, on one line of the answer.
    const at = Math.max(from, text.indexOf(JSON.stringify(content), from));
    for (
      let index = text.indexOf("\n", from);
      index !== -1 && index < at;
      index = text.indexOf("\n", index + 1)
    ) {
      line += 1;
    }
    from = at;
    blocks.push({
      kind: "block",
      info: `tag=${JSON.stringify(path)}`,
      fenced: true,
      closed: true,
      lines: content
        .replace(/\r\n?/gu, "\n")
        .replace(/\n$/u, "")
        .split("\n")
        .map((code) => ({ text: code, line })),
      span: { start: line, end: line },
      item: null,
    });
  }
  return blocks;
}

/** A fenced block that is a JSON object of files, as those files; null: it is none. */
export function openJsonBlock(block: RawBlock): readonly RawBlock[] | null {
  if (!/^(?:json\w*)?$/iu.test(block.info)) return null;
  const files = readJsonFiles(
    block.lines.map((line) => line.text).join("\n"),
    block.lines[0]?.line ?? block.span.start,
  );
  // A map of names to words is data; files have lines.
  return files?.some((file) => file.lines.length > 1) === true
    ? files.map((file) => ({ ...file, closed: block.closed }))
    : null;
}

function parseEntries(text: string): readonly (readonly [string, string])[] | null {
  if (!/^\s*[{[]/u.test(text) || !/[}\]]\s*$/u.test(text)) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const files = isRecord(value) && "files" in value ? value["files"] : value;
  const entries = Array.isArray(files)
    ? files.map(listEntry)
    : isRecord(files)
      ? Object.entries(files).map(mapEntry)
      : [];
  return entries.length === 0 || entries.includes(null)
    ? null
    : entries.filter((entry) => entry !== null);
}

type Entry = readonly [string, string] | null;

function mapEntry([path, value]: [string, unknown]): Entry {
  const content = isRecord(value) ? (value["content"] ?? value["code"]) : value;
  return typeof content === "string" && /\.\w+$|file$/iu.test(path) && normalizePath(path) !== null
    ? [path, content]
    : null;
}

function listEntry(value: unknown): Entry {
  if (!isRecord(value)) return null;
  const path = value["path"] ?? value["name"] ?? value["filename"] ?? value["file"];
  return typeof path === "string" ? mapEntry([path, value]) : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The text from its first line of Python on, if all of it reads as Python. */
function readPlainPython(lines: readonly SourceLine[]): readonly AnswerItem[] | null {
  let starts = 0;
  for (const [index, line] of lines.entries()) {
    if (
      !/^(?:from [\w.]+ import |import \w|(?:async )?def \w|class \w|@\w|"""|# ?[\w./-]+\.py\b)/u.test(
        line.text,
      )
    ) {
      continue;
    }
    if (index > 0 && !isBlank(lines[index - 1])) continue;
    starts += 1;
    if (starts > maxStarts) return null;
    const code = trimBlankLines(lines.slice(index));
    if (!looksLikePython(code.map((one) => one.text))) continue;
    const before = lines.slice(0, index).filter((one) => !isBlank(one));
    return [...before.map(plainProse), plainBlock(code)];
  }
  return null;
}

function plainProse(line: SourceLine): AnswerItem {
  const text = line.text.trim();
  return {
    kind: "paragraph",
    text,
    raw: text,
    line: line.line,
    depth: 0,
    item: null,
    listLength: 0,
  };
}

function plainBlock(lines: readonly SourceLine[]): RawBlock {
  const span = { start: lines[0]?.line ?? 1, end: lines.at(-1)?.line ?? 1 };
  return { kind: "block", info: "python", fenced: true, closed: true, lines, span, item: null };
}
