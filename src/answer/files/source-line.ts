import type { LineSpan } from "./types.ts";

/** One line of code with the line of the answer from which it comes. */
export interface SourceLine {
  readonly text: string;
  /** 1-based line of the answer. */
  readonly line: number;
}

/** Line ends become LF, NUL becomes U+FFFD as CommonMark has it, a byte order mark goes. */
export function normalizeText(text: string): string {
  return text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?/g, "\n")
    .replaceAll("\0", "\uFFFD");
}

export function toSourceLines(text: string): SourceLine[] {
  return text.split("\n").map((line, index) => ({ text: line, line: index + 1 }));
}

export function joinText(lines: readonly SourceLine[]): string {
  return lines.map((line) => line.text).join("\n");
}

/** Without the blank lines at both ends; at least one line stays. */
export function trimBlankLines(lines: readonly SourceLine[]): readonly SourceLine[] {
  let start = 0;
  let end = lines.length;
  while (end - start > 1 && isBlank(lines[end - 1])) end -= 1;
  while (end - start > 1 && isBlank(lines[start])) start += 1;
  return lines.slice(start, end);
}

/** The lines of the answer from the first to the last of these. */
export function spanOf(lines: readonly SourceLine[], fallback: LineSpan): LineSpan {
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const { line } of lines) {
    start = Math.min(start, line);
    end = Math.max(end, line);
  }
  return end === 0 ? fallback : { start, end };
}

export function isBlank(line: SourceLine | undefined): boolean {
  return line === undefined || line.text.trim() === "";
}
