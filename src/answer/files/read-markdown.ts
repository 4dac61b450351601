import type { MarkdownPart } from "./markdown-node.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { findRepair } from "./repair-markdown.ts";
import type { SourceLine } from "./source-line.ts";

/** More repairs than this would cost more than they give: the rest is taken as it is. */
const maxReparsedLines = 400_000;

/**
 * Parses an answer as CommonMark. Where an answer is plainly meant otherwise (a fence right below
 * an HTML tag, a file between `<file>` tags, an answer wrapped in one fence), the lines are mended
 * and parsing goes on from there.
 */
export function readMarkdown(answer: readonly SourceLine[]): readonly MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  let lines = answer;
  let reparsed = 0;
  for (;;) {
    const part = parseLines(lines);
    const repair = reparsed < maxReparsedLines ? findRepair(part, parts.length === 0) : null;
    if (repair === null) return [...parts, part];
    parts.push({ ...part, nodes: part.nodes.slice(0, repair.node) });
    lines = repair.lines;
    reparsed += lines.length;
  }
}

function parseLines(lines: readonly SourceLine[]): MarkdownPart {
  const text = lines.map((line) => escapeDeepNesting(line.text)).join("\n");
  return { nodes: parseMarkdown(text), lines };
}

/** Thousands of list or quote marks in one line are no structure, and cost quadratic time. */
function escapeDeepNesting(line: string): string {
  return /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))){40}/u.test(line)
    ? `\\${line}`
    : line;
}
