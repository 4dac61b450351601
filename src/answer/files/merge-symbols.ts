import { isOmission } from "./excerpt-cues.ts";
import { readPythonOutline, type OutlineItem } from "./python-outline.ts";
import { joinText, type SourceLine } from "./source-line.ts";

/**
 * Merges an excerpt of a Python file onto an earlier version of it: functions, classes and methods
 * of the same name are replaced, new ones inserted behind the one that precedes them in the
 * excerpt. Null where that cannot be done without guessing.
 */
export function mergeSymbols(
  base: readonly SourceLine[],
  excerpt: readonly SourceLine[],
): readonly SourceLine[] | null {
  const before = readPythonOutline(joinText(base));
  const after = readPythonOutline(joinText(excerpt));
  if (after.hasErrors || before.hasErrors || after.items.length === 0) return null;
  const merged = mergeItems(
    { lines: base, items: before.items, end: base.length },
    { lines: excerpt, items: after.items },
  );
  if (merged === null || readPythonOutline(joinText(merged)).hasErrors) return null;
  return merged;
}

interface Body {
  readonly lines: readonly SourceLine[];
  readonly items: readonly OutlineItem[];
}

/** Lines put in place of `count` lines of the base from row `at` on. */
interface Edit {
  readonly at: number;
  readonly count: number;
  readonly lines: readonly SourceLine[];
}

function mergeItems(
  base: Body & { readonly end: number },
  excerpt: Body,
): readonly SourceLine[] | null {
  const edits: Edit[] = [];
  const imports = base.items.filter((item) => item.kind === "import");
  let anchor = -1;
  for (const item of excerpt.items) {
    const lines = linesOf(excerpt, item);
    if (item.kind === "comment") continue;
    const old = base.items.find((one) => sameSymbol(one, item));
    if (old !== undefined) {
      anchor = old.end + 1;
      const edit = replaceItem(base, old, excerpt, item, lines);
      if (edit === null) return null;
      edits.push(...edit);
      continue;
    }
    if (lines.some((line) => isOmission(line.text))) return null;
    if (item.kind === "import") {
      const last = imports.at(-1);
      edits.push({ at: last === undefined ? docstringEnd(base) : last.end + 1, count: 0, lines });
      continue;
    }
    edits.push({
      at: anchor === -1 ? insertionEnd(base) : anchor,
      count: 0,
      lines: separated(item, lines),
    });
  }
  return applyEdits(base.lines, edits);
}

function replaceItem(
  base: Body,
  old: OutlineItem,
  excerpt: Body,
  item: OutlineItem,
  lines: readonly SourceLine[],
): readonly Edit[] | null {
  if (item.kind === "import" || item.kind === "statement") return [];
  if (item.kind === "function" && isStub(lines)) return [];
  const omits = lines.some((line) => isOmission(line.text));
  if (!omits && (item.kind !== "class" || showsAll(item, old))) {
    const start = item.start < item.head ? old.start : old.head;
    return [{ at: start, count: old.end + 1 - start, lines }];
  }
  if (item.kind !== "class" || old.members.length === 0 || item.members.length === 0) return null;
  const body = mergeItems(
    { lines: base.lines.slice(0, old.end + 1), items: old.members, end: old.end + 1 },
    { lines: excerpt.lines, items: item.members.filter((member) => !isDocstring(member)) },
  );
  if (body === null) return null;
  return [{ at: old.head, count: old.end + 1 - old.head, lines: body.slice(old.head) }];
}

/** A class that defines all that the earlier one does takes its place as a whole. */
function showsAll(item: OutlineItem, old: OutlineItem): boolean {
  return old.members.every(
    (member) =>
      member.kind === "comment" ||
      isDocstring(member) ||
      item.members.some((one) => sameSymbol(one, member)),
  );
}

/** `def a(): ...` in an excerpt stands for the function as it is. */
function isStub(lines: readonly SourceLine[]): boolean {
  return /:[ \t]*(?:#.*)?\n?\s*(?:\.\.\.|pass)\s*(?:#.*)?$/u.test(joinText(lines).trimEnd());
}

function isDocstring(item: OutlineItem): boolean {
  return item.kind === "statement" && /^[rRuU]?["']/u.test(item.name);
}

function applyEdits(
  lines: readonly SourceLine[],
  edits: readonly Edit[],
): readonly SourceLine[] | null {
  const ordered = edits
    .map((edit, index) => ({ ...edit, index }))
    .toSorted((a, b) => a.at - b.at || a.index - b.index);
  const result: SourceLine[] = [];
  let row = 0;
  for (const edit of ordered) {
    if (edit.at < row) return null;
    result.push(...lines.slice(row, edit.at), ...edit.lines);
    row = edit.at + edit.count;
  }
  return [...result, ...lines.slice(row)];
}

function sameSymbol(a: OutlineItem, b: OutlineItem): boolean {
  if (a.kind === "import" || a.kind === "statement") {
    return a.kind === b.kind && squeeze(a.name) === squeeze(b.name);
  }
  return a.kind === b.kind && a.name === b.name;
}

function squeeze(source: string): string {
  return source.replace(/[\s,()]+/gu, " ").trim();
}

function linesOf(body: Body, item: OutlineItem): readonly SourceLine[] {
  return body.lines
    .slice(item.start, item.end + 1)
    .filter((line, row) => row + item.start >= item.head || !isOmission(line.text));
}

function separated(item: OutlineItem, lines: readonly SourceLine[]): readonly SourceLine[] {
  const blank = { text: "", line: lines[0]?.line ?? 1 };
  return item.kind === "function" || item.kind === "class" ? [blank, ...lines] : lines;
}

function docstringEnd(base: Body): number {
  const first = base.items.find((item) => item.kind !== "comment");
  return first === undefined
    ? base.lines.length
    : first.kind === "statement" && /^[rRuU]?["']/u.test(first.name)
      ? first.end + 1
      : first.start;
}

/** Behind the last statement, but in front of `if __name__ == "__main__":`. */
function insertionEnd(base: Body & { readonly end: number }): number {
  const main = base.items.find(
    (item) => item.kind === "statement" && item.name.startsWith("if __name__"),
  );
  if (main !== undefined) return main.start;
  const last = base.items.at(-1);
  return last === undefined ? base.end : Math.min(base.end, last.end + 1);
}
