import type { Code, RootContent } from "mdast";
import type { MarkdownPart } from "./markdown-part.ts";
import type { SourceLine } from "./source-line.ts";
import { openingTag } from "./file-tag.ts";

/** Parsing is to go on with `lines` from the top-level node `node` on. */
export interface Repair {
  readonly node: number;
  readonly lines: readonly SourceLine[];
}

const opening = /^(?:[\s>]|[-*+]\s)*(`{3,}|~{3,})/u;

/** The first place of a parsed run of lines that is plainly meant otherwise than CommonMark reads it. */
export function findRepair(part: MarkdownPart, first: boolean): Repair | null {
  let seenCode = !first;
  for (const [index, node] of part.nodes.entries()) {
    const lines =
      node.type === "code"
        ? seenCode
          ? null
          : unwrapAnswer(node, part)
        : (openTaggedFile(node, part) ?? freeFence(node, part));
    if (lines !== null) return { node: index, lines };
    if (node.type === "code") seenCode = true;
  }
  return null;
}

/** A fence inside an HTML block is no fence to CommonMark: a blank line in front of it makes it one. */
function freeFence(node: RootContent, part: MarkdownPart): readonly SourceLine[] | null {
  const start = firstLine(node);
  const stack: RootContent[] = [node];
  let fence = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.type === "html") {
      const last = next.position?.end.line ?? 0;
      for (let line = firstLine(next) + 1; line <= last; line += 1) {
        if (!opening.test(part.lines[line - 1]?.text ?? "")) continue;
        fence = fence === 0 ? line : Math.min(fence, line);
        break;
      }
    }
    if ("children" in next && next.type !== "paragraph") stack.push(...next.children);
  }
  const source = part.lines[fence - 1];
  if (source === undefined) return null;
  const quote = /^[\s>]*/u.exec(source.text)?.[0].trimEnd() ?? "";
  const blank = { text: quote, line: source.line };
  return [...part.lines.slice(start - 1, fence - 1), blank, ...part.lines.slice(fence - 1)];
}

/** `<file path="…">`, the file itself, `</file>`: the two tags become fences. */
function openTaggedFile(node: RootContent, part: MarkdownPart): readonly SourceLine[] | null {
  if (node.type !== "html" && node.type !== "paragraph") return null;
  const start = firstLine(node);
  const last = node.position?.end.line ?? start;
  for (let line = start; line <= last; line += 1) {
    const tag = openingTag(part.lines, line - 1);
    if (tag === null) continue;
    const close = findClosingTag(part.lines, line, tag.closing);
    if (close === -1) continue;
    const next = part.lines.slice(line, close).find((source) => source.text.trim() !== "");
    if (next !== undefined && opening.test(next.text)) continue;
    const fence = "~".repeat(longestTildes(part.lines.slice(line, close)) + 3);
    return part.lines.slice(start - 1).map((source, offset) => {
      const index = start - 1 + offset;
      if (index === line - 1) return { text: `${fence} tag="${tag.path}"`, line: source.line };
      return index === close ? { text: fence, line: source.line } : source;
    });
  }
  return null;
}

function findClosingTag(lines: readonly SourceLine[], from: number, closing: string): number {
  for (let index = from; index < lines.length; index += 1) {
    if (lines[index]?.text.trim().toLowerCase() === closing) return index;
  }
  return -1;
}

function longestTildes(lines: readonly SourceLine[]): number {
  let longest = 0;
  for (const { text } of lines) {
    longest = Math.max(longest, /^\s*(~*)/u.exec(text)?.[1]?.length ?? 0);
  }
  return longest;
}

/**
 * The whole answer in one `markdown` fence: the outer fence goes. With three back-ticks outside and
 * inside, CommonMark ends the outer fence at the first inner one; then the last fence is left over.
 */
function unwrapAnswer(node: Code, part: MarkdownPart): readonly SourceLine[] | null {
  if (!/^(?:markdown|md|mdx)$/iu.test(node.lang ?? "") || /\S/u.test(node.meta ?? "")) return null;
  const start = firstLine(node);
  const end = node.position?.end.line ?? start;
  const before = part.lines.slice(0, start - 1).filter((line) => line.text.trim() !== "");
  if (before.length > 6 || before.some((line) => /\breadme\b|\.mdx?\b/iu.test(line.text))) {
    return null;
  }
  const balance = balanceFences(node.value.split("\n"));
  if (!balance.hasCode) return null;
  const closed = end > start && part.fenceLines.has(end);
  const after = part.lines.slice(end).filter((line) => line.text.trim() !== "").length;
  if (balance.open === null && after > end - start) return null;
  const dropped = new Set([start - 1]);
  if (balance.open === null && closed) dropped.add(end - 1);
  if (balance.open !== null) {
    const last = lastBareFence(part.lines, end);
    if (last !== -1) dropped.add(last);
  }
  return part.lines
    .slice(start - 1)
    .map((line, offset) =>
      dropped.has(start - 1 + offset) ? { text: "", line: line.line } : line,
    );
}

interface FenceBalance {
  readonly hasCode: boolean;
  /** The inner fence that is still open at the end. */
  readonly open: string | null;
}

function balanceFences(lines: readonly string[]): FenceBalance {
  let open: string | null = null;
  let hasCode = false;
  for (const line of lines) {
    const fence: string | undefined = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (fence === undefined) continue;
    const info = line.trim().slice(fence.length);
    if (open === null) {
      open = fence;
      if (/^\s*[\w{.]/u.test(info)) hasCode = true;
    } else if (info.trim() === "" && fence.startsWith(open)) {
      open = null;
    }
  }
  return { hasCode, open };
}

/** The last line that is a bare fence, where an odd number of fences shows that it closes the wrapper. */
function lastBareFence(lines: readonly SourceLine[], from: number): number {
  if (balanceFences(lines.slice(from).map((line) => line.text)).open === null) return -1;
  for (let index = lines.length - 1; index >= from; index -= 1) {
    const text = lines[index]?.text ?? "";
    if (/^ {0,3}(?:`{3,}|~{3,})\s*$/u.test(text)) return index;
    if (/^ {0,3}(?:`{3,}|~{3,})/u.test(text)) return -1;
  }
  return -1;
}

function firstLine(node: RootContent): number {
  return node.position?.start.line ?? 1;
}
