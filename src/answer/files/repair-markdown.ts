import type { MarkdownNode, MarkdownPart } from "./markdown-node.ts";
import type { SourceLine } from "./source-line.ts";
import { unwrapAnswer } from "./unwrap-answer.ts";
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
  const missing = new Set<string>();
  for (const [index, node] of part.nodes.entries()) {
    const lines =
      node.type === "code"
        ? seenCode
          ? null
          : unwrapAnswer(node, part)
        : (openTaggedFiles(node, part, missing) ?? freeFence(node, part));
    if (lines !== null) return { node: index, lines };
    if (node.type === "code") seenCode = true;
  }
  return null;
}

/** HTML that no blank line ends: what looks like a fence in it is text. */
const verbatimHtml = /^\s*<(?:pre|script|style|textarea|!|\?)/iu;
const htmlLine = /^[\s>]*<\/?[A-Za-z][^<>]*>/u;

/**
 * A fence inside an HTML block is no fence to CommonMark: a blank line in front of it makes it one.
 * The answer goes on in the same manner, so all later fences right below a line of HTML get one too.
 */
function freeFence(node: MarkdownNode, part: MarkdownPart): readonly SourceLine[] | null {
  const start = node.start;
  const hidden = findHiddenFence(node, part);
  if (hidden === null) return null;
  const first = hidden.line - 1;
  const lines = part.lines.slice(start - 1, first);
  let open: string | null = null;
  for (let index = first; index < part.lines.length; index += 1) {
    const line = part.lines[index] as SourceLine;
    const fence: string | undefined = opening.exec(line.text)?.[1];
    if (fence !== undefined && open === null) {
      if (index === first) lines.push({ text: hidden.prefix, line: line.line });
      else if (htmlLine.test(part.lines[index - 1]?.text ?? "") && !line.text.includes(">")) {
        lines.push({ text: "", line: line.line });
      }
      open = fence;
    } else if (fence !== undefined && open !== null && isClosing(line.text, open)) {
      open = null;
    }
    lines.push(line);
  }
  return lines;
}

interface HiddenFence {
  readonly line: number;
  /** The quote marks in front of the HTML: the blank line needs them too. */
  readonly prefix: string;
}

/** The first fence in the HTML blocks of a node that a blank line would set free. */
function findHiddenFence(node: MarkdownNode, part: MarkdownPart): HiddenFence | null {
  const stack: MarkdownNode[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.type === "html" && !verbatimHtml.test(next.lines[0] ?? "")) {
      const start = next.start;
      const before = part.lines[start - 1]?.text.split("<", 1)[0] ?? "";
      const prefix = before.replace(/[^>\s]/gu, " ").trimEnd();
      for (let line = start + 1; line <= next.end; line += 1) {
        const text = part.lines[line - 1]?.text ?? "";
        const rest = text.startsWith(prefix) ? text.slice(prefix.length) : "";
        const above = part.lines[line - 2]?.text.slice(prefix.length).trim() ?? "";
        if (/^\s*(?:`{3,}|~{3,})/u.test(rest) && above !== "") return { line, prefix };
      }
    }
    if ("children" in next) stack.push(...next.children.toReversed());
  }
  return null;
}

function isClosing(line: string, open: string): boolean {
  const fence = line.replace(/^[\s>]*/u, "").trimEnd();
  return fence.startsWith(open) && /^(?:`+|~+)$/u.test(fence);
}

/** `<file path="…">`, the file itself, `</file>`: the tags become fences, here and in all that follows. */
function openTaggedFiles(
  node: MarkdownNode,
  part: MarkdownPart,
  missing: Set<string>,
): readonly SourceLine[] | null {
  if (node.type !== "html" && node.type !== "paragraph") return null;
  const start = node.start;
  const last = node.end;
  const fences = new Map<number, string>();
  let open: string | null = null;
  for (let index = start - 1; index < (fences.size === 0 ? last : part.lines.length); index += 1) {
    const text = part.lines[index]?.text ?? "";
    const mark: string | undefined = opening.exec(text)?.[1];
    if (open !== null) {
      if (mark !== undefined && isClosing(text, open)) open = null;
      continue;
    }
    if (mark !== undefined) open = mark;
    const tag = openingTag(part.lines, index);
    if (tag === null || missing.has(tag.closing)) continue;
    const close = findClosingTag(part.lines, index + 1, tag.closing);
    if (close === -1) {
      missing.add(tag.closing);
      continue;
    }
    if (opening.test(part.lines[nextFilled(part.lines, index + 1)]?.text ?? "")) continue;
    const fence = "~".repeat(longestTildes(part.lines.slice(index + 1, close)) + 3);
    fences.set(index, `${fence} tag="${tag.path}"`).set(close, fence);
    index = close;
  }
  if (fences.size === 0) return null;
  return part.lines.slice(start - 1).map((source, offset) => {
    const text = fences.get(start - 1 + offset);
    return text === undefined ? source : { text, line: source.line };
  });
}

function findClosingTag(lines: readonly SourceLine[], from: number, closing: string): number {
  for (let index = from; index < lines.length; index += 1) {
    if (lines[index]?.text.trim().toLowerCase() === closing) return index;
  }
  return -1;
}

function nextFilled(lines: readonly SourceLine[], from: number): number {
  let index = from;
  while (index < lines.length && lines[index]?.text.trim() === "") index += 1;
  return index;
}

function longestTildes(lines: readonly SourceLine[]): number {
  let longest = 0;
  for (const { text } of lines) {
    longest = Math.max(longest, /^\s*(~*)/u.exec(text)?.[1]?.length ?? 0);
  }
  return longest;
}
