import { compareLines, splitLines } from "./compare-lines.ts";
import type { Edit } from "./compare-lines.ts";

const contextLines = 3;

/**
 * The unified diff of two texts, with three lines of context; empty where they are equal. A missing
 * line end at the end of a file is told as `diff -u` tells it.
 */
export function renderUnifiedDiff(
  before: string,
  after: string,
  names: { readonly before: string; readonly after: string },
): string {
  if (before === after) return "";
  const edits = compareLines(splitLines(before), splitLines(after));
  const lines = [`--- ${names.before}`, `+++ ${names.after}`];
  for (const [start, end] of findHunks(edits)) {
    const hunk = edits.slice(start, end);
    const range = (kind: "-" | "+") => {
      const other = kind === "-" ? "+" : "-";
      const first = edits.slice(0, start).filter((edit) => edit.kind !== other).length;
      const length = hunk.filter((edit) => edit.kind !== other).length;
      return `${kind}${length === 0 ? first : first + 1}${length === 1 ? "" : `,${length}`}`;
    };
    lines.push(`@@ ${range("-")} ${range("+")} @@`);
    for (const edit of hunk) {
      lines.push(edit.kind + edit.text.replace(/\n$/u, ""));
      if (!edit.text.endsWith("\n")) lines.push(String.raw`\ No newline at end of file`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Ranges of edits, start inclusive, end exclusive, joined where their contexts touch. */
function findHunks(edits: readonly Edit[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  edits.forEach((edit, index) => {
    if (edit.kind === " ") return;
    const start = Math.max(0, index - contextLines);
    const end = Math.min(edits.length, index + contextLines + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  });
  return hunks;
}
