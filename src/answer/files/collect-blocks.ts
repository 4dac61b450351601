import type { CodeNode, HtmlNode, MarkdownNode, MarkdownPart, ProseNode } from "./markdown-node.ts";
import { readProseLines } from "./read-prose.ts";
import type { SourceLine } from "./source-line.ts";
import type { LineSpan, ProseLine } from "./types.ts";

/** A code block as it stands in the answer, before anything is known of it. */
export interface RawBlock {
  readonly kind: "block";
  readonly info: string;
  /** Indented code has no fence. */
  readonly fenced: boolean;
  readonly closed: boolean;
  readonly lines: readonly SourceLine[];
  readonly span: LineSpan;
  /** The list item in which it stands. */
  readonly item: object | null;
}

/** A line of prose as it stands in the answer, for telling names: Markdown strips `__init__`. */
export interface RawProse extends ProseLine {
  readonly raw: string;
  /** Level of a heading; 0: no heading. */
  readonly depth: number;
  readonly item: object | null;
  /** Number of items of the list in which it stands; 0: in none. */
  readonly listLength: number;
}

export type AnswerItem = RawBlock | RawProse;

interface Frame {
  readonly node: MarkdownNode;
  readonly container: "list-item" | "quote" | null;
  readonly item: object | null;
  readonly listLength: number;
}

/** Blocks and prose in the order of the answer. Iterative: an answer may nest deeper than the call stack. */
export function collectItems(parts: readonly MarkdownPart[]): readonly AnswerItem[] {
  const items: AnswerItem[] = [];
  for (const part of parts) {
    const stack: Frame[] = part.nodes
      .map((node) => ({ node, container: null, item: null, listLength: 0 }))
      .toReversed();
    for (let frame = stack.pop(); frame !== undefined; frame = stack.pop()) {
      const { node } = frame;
      if (node.type === "code") items.push(readBlock(node, part, frame.item));
      else if (node.type === "paragraph" || node.type === "heading" || node.type === "html") {
        for (const line of readProse(node, part, frame)) items.push(line);
      } else if ("children" in node) {
        const inner = enterContainer(frame);
        for (let index = node.children.length - 1; index >= 0; index -= 1) {
          const child = node.children[index];
          if (child !== undefined) stack.push({ ...inner, node: child });
        }
      }
    }
  }
  return items;
}

function enterContainer(frame: Frame): Omit<Frame, "node"> {
  const { node } = frame;
  if (node.type === "list") return { ...frame, listLength: node.children.length };
  if (node.type === "listItem") return { ...frame, container: "list-item", item: node };
  return node.type === "blockquote" ? { ...frame, container: frame.container ?? "quote" } : frame;
}

function readBlock(node: CodeNode, part: MarkdownPart, item: object | null): RawBlock {
  const first = node.fenced ? node.start + 1 : node.start;
  return {
    kind: "block",
    info: node.info,
    fenced: node.fenced,
    closed: node.closed,
    lines: node.lines.map((text, index) => ({
      text,
      line: lineAt(part, Math.min(first + index, node.end)),
    })),
    span: { start: lineAt(part, node.start), end: lineAt(part, node.end) },
    item,
  };
}

function readProse(
  node: ProseNode | HtmlNode,
  part: MarkdownPart,
  frame: Frame,
): readonly RawProse[] {
  return readProseLines(node, frame.container).map(({ raw, ...prose }) => ({
    ...prose,
    line: lineAt(part, prose.line),
    raw,
    depth: node.type === "heading" ? node.depth : 0,
    item: frame.item,
    listLength: frame.item === null ? 0 : frame.listLength,
  }));
}

function lineAt(part: MarkdownPart, line: number): number {
  return part.lines[line - 1]?.line ?? part.lines.at(-1)?.line ?? 1;
}
