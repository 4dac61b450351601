import { parseSyntaxTree } from "../python/syntax-tree.ts";
import { isRuler, readSeparator } from "./comment-label.ts";
import type { PathLabel } from "./path-label.ts";
import { isBlank, type SourceLine } from "./source-line.ts";

export interface BlockSection {
  /** Null: the text in front of the first separator. */
  readonly label: PathLabel | null;
  readonly lines: readonly SourceLine[];
}

/**
 * One fence may hold several files: a comment at column 0 that is nothing but a path starts one,
 * where it stands at the block's start or after a blank line, and in no string.
 */
export function splitBlock(
  lines: readonly SourceLine[],
  language: string,
): readonly BlockSection[] {
  const starts: { readonly start: number; readonly at: number; readonly label: PathLabel }[] = [];
  for (const [index, line] of lines.entries()) {
    const start = sectionStart(lines, index);
    if (start === -1) continue;
    const label = readSeparator(line.text);
    if (label !== null) starts.push({ start, at: index, label });
  }
  if (isOneFile(lines, starts)) return [{ label: null, lines }];
  const real = language === "python" ? starts.filter(outsideStrings(lines)) : starts;
  if (isOneFile(lines, real)) return [{ label: null, lines }];
  const sections: BlockSection[] = real.map(({ start, label }, index) => ({
    label,
    lines: lines.slice(start, real[index + 1]?.start),
  }));
  const first = real[0]?.start ?? 0;
  return isHead(lines, first)
    ? [
        {
          label: sections[0]?.label ?? null,
          lines: [...lines.slice(0, first), ...(sections[0]?.lines ?? [])],
        },
        ...sections.slice(1),
      ]
    : [{ label: null, lines: lines.slice(0, first) }, ...sections];
}

/** No separator, or one that names the whole block. */
function isOneFile(
  lines: readonly SourceLine[],
  starts: readonly { readonly start: number }[],
): boolean {
  return starts.length === 0 || (starts.length === 1 && isHead(lines, starts[0]?.start ?? 0));
}

/** Where a section would start whose separator is this line: rulers above belong to it. -1: it is none. */
function sectionStart(lines: readonly SourceLine[], index: number): number {
  let start = index;
  while (start > 0 && isRuler(lines[start - 1]?.text ?? "")) start -= 1;
  return start === 0 || isBlank(lines[start - 1]) ? start : -1;
}

/** Nothing but comments and blank lines in front. */
function isHead(lines: readonly SourceLine[], start: number): boolean {
  return lines.slice(0, start).every((line) => /^\s*(?:#.*)?$/u.test(line.text));
}

function outsideStrings(lines: readonly SourceLine[]): (start: { readonly at: number }) => boolean {
  const comments = new Set<number>();
  const stack = [parseSyntaxTree(lines.map((line) => line.text).join("\n"))];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.type === "comment") comments.add(node.row);
    stack.push(...node.children);
  }
  return ({ at }) => comments.has(at);
}
