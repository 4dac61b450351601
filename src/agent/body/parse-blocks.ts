import type { List, ListItem, Paragraph, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { parseLabel } from "./parse-label.ts";
import { splitChunks, type Chunk } from "./split-chunks.ts";
import { hasCheckbox, stripCheckbox } from "./words.ts";

/** A line of Markdown without its indent. `line`: index into the lines of the body. */
export interface TextLine {
  readonly text: string;
  readonly indent: number;
  readonly line: number;
}

/** The structure of a body, flat and in its order. Code blocks are left out. */
export type Block =
  | {
      readonly kind: "heading";
      readonly rank: number;
      readonly text: string;
      readonly line: number;
    }
  | { readonly kind: "paragraph"; readonly depth: number; readonly lines: readonly TextLine[] }
  | ItemBlock
  /** A line that is only an XML tag. */
  | { readonly kind: "open" | "close"; readonly tag: string; readonly line: number };

export interface ItemBlock {
  readonly kind: "item";
  /** 0: not nested. */
  readonly depth: number;
  readonly ordered: boolean;
  readonly checkbox: boolean;
  readonly text: string;
  readonly line: number;
  /** A nested list follows. */
  readonly hasChildren: boolean;
}

/**
 * Only the block structure is asked of the parser. Inline marks are read line by line elsewhere;
 * HTML is off, because to an author `<rules>` is a section and not an opaque block; indented code
 * is off, because prompts indent bullets with tabs.
 */
const blocksOnly = {
  disable: {
    null: [
      "attention",
      "autolink",
      "characterEscape",
      "characterReference",
      "codeIndented",
      "codeText",
      "definition",
      "hardBreakEscape",
      "htmlFlow",
      "htmlText",
      "labelEnd",
      "labelStartImage",
      "labelStartLink",
    ],
  },
};

const deepestLine = /^(?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])[ \t]*){30}/u;
const glyphBullet = /^(?:[•◦▪▫●○‣∙·✓✔✗✘☐☑✅❌➤►▶→–—]|\(?\d{1,3}[.)](?=\s)|[①-⑳])\s*(?=\S)/u;

/** Parses the lines of a body. Never throws, whatever the text; linear in its length. */
export function parseBlocks(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (const chunk of splitChunks(lines).chunks) {
    if (chunk.kind !== "code") blocks.push(...parseChunk(lines, chunk));
  }
  return blocks;
}

function parseChunk(lines: readonly string[], chunk: Chunk): readonly Block[] {
  const own = lines
    .slice(chunk.start, chunk.end)
    // Thousands of nested markers on one line cost the parser minutes and mean nothing.
    .map((line) => (deepestLine.test(line) ? "" : line));
  if (chunk.kind === "quote") {
    const inner = own.map((line) => line.replace(/^(?:[ \t]*>)+ ?/u, ""));
    return parseBlocks(inner).map((block) => shift(block, chunk.start));
  }
  if (own.every((line) => line.trim() === "")) return [];
  const tree = fromMarkdown(own.join("\n"), { extensions: [blocksOnly] });
  const blocks: Block[] = [];
  for (const node of tree.children) walk(node, own, 0, blocks);
  return blocks.map((block) => shift(block, chunk.start));
}

function shift(block: Block, by: number): Block {
  if (block.kind !== "paragraph") return { ...block, line: block.line + by };
  return { ...block, lines: block.lines.map((each) => ({ ...each, line: each.line + by })) };
}

function walk(node: RootContent, lines: readonly string[], depth: number, blocks: Block[]): void {
  const line = (node.position?.start.line ?? 1) - 1;
  switch (node.type) {
    case "heading": {
      const text = textLines(node, lines);
      const first = text[0]?.text ?? "";
      // A rule right below prose makes that prose a heading, which no author means.
      const isProse = text.length > 2 || first.length > 80 || /[.!?]$/u.test(first);
      const underlined = !/^\s*#/u.test(first);
      if (underlined && isProse) {
        pushParagraph(text.slice(0, -1), depth, blocks);
      } else if (!/^(?: {4}|\t)/u.test(lines[line] ?? "")) {
        blocks.push({ kind: "heading", rank: node.depth, text: headingText(first), line });
      }
      return;
    }
    case "paragraph":
      pushParagraph(textLines(node, lines), depth, blocks);
      return;
    case "list":
      for (const item of node.children) walkItem(item, node, lines, depth, blocks);
      return;
    case "blockquote":
      for (const child of node.children) walk(child, lines, depth, blocks);
      return;
    default:
      return;
  }
}

function headingText(line: string): string {
  const text = line.replace(/^#{1,6}[ \t]*/u, "").trimEnd();
  const closing = /(?:^|[ \t])#+$/u.exec(text);
  return closing === null ? text : text.slice(0, closing.index).trimEnd();
}

function walkItem(
  item: ListItem,
  list: List,
  lines: readonly string[],
  depth: number,
  blocks: Block[],
): void {
  const [first, ...others] = item.children;
  if (first?.type === "paragraph") {
    const text = textLines(first, lines);
    const column = (first.position?.start.column ?? 1) - 1;
    const broken = text.findIndex(
      ({ text: words, line }, at) =>
        at > 0 && breaksOut(words, indentOf(lines[line] ?? "") < column),
    );
    const own = broken === -1 ? text : text.slice(0, broken);
    const words = own.map(({ text: part }) => part).join(" ");
    blocks.push({
      kind: "item",
      depth,
      ordered: list.ordered === true,
      checkbox: hasCheckbox(words),
      text: stripCheckbox(words),
      line: own[0]?.line ?? 0,
      hasChildren: others.some((child) => child.type === "list"),
    });
    if (broken !== -1) {
      const rest = text.slice(broken);
      const nested = glyphBullet.test(rest[0]?.text ?? "");
      pushParagraph(rest, nested ? depth + 1 : 0, blocks);
    }
  } else if (first !== undefined) {
    walk(first, lines, depth + 1, blocks);
  }
  for (const child of others) walk(child, lines, depth + 1, blocks);
}

/** A line that CommonMark reads as the end of an item's paragraph, though to a reader it starts something new. */
function breaksOut(text: string, lazy: boolean): boolean {
  return parseTag(text) !== null || glyphBullet.test(text) || (lazy && parseLabel(text) !== null);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The lines of a block, each without its indent; the first starts at the block's column. */
function textLines(node: Paragraph | RootContent, lines: readonly string[]): readonly TextLine[] {
  const { start, end } = node.position ?? { start: { line: 1, column: 1 }, end: { line: 1 } };
  const found: TextLine[] = [];
  for (let line = start.line - 1; line < end.line; line += 1) {
    const raw = lines[line] ?? "";
    const text =
      line === start.line - 1 ? raw.slice(start.column - 1) : raw.replace(/^[ \t>]+/u, "");
    if (text.trim() !== "") found.push({ text: text.trim(), indent: indentOf(raw), line });
  }
  return found;
}

/** Takes a paragraph apart at XML tags and at bullets that are none to CommonMark (`•`), which nest by their indent. */
function pushParagraph(lines: readonly TextLine[], depth: number, blocks: Block[]): void {
  let indents: number[] = [];
  let prose: TextLine[] = [];
  let item: ItemBlock | null = null;
  const flush = (nextDepth: number): void => {
    if (prose.length > 0) blocks.push({ kind: "paragraph", depth, lines: prose });
    if (item !== null) {
      const text = stripCheckbox(item.text).replace(/^[☐☑✅□]\s*/u, "");
      blocks.push({ ...item, text, hasChildren: nextDepth > item.depth });
    }
    prose = [];
    item = null;
  };
  for (const each of lines) {
    const tag = parseTag(each.text);
    const glyph = glyphBullet.exec(each.text);
    if (tag !== null) {
      flush(0);
      blocks.push({ ...tag, line: each.line });
    } else if (glyph !== null) {
      indents = [...indents.filter((indent) => indent < each.indent), each.indent];
      flush(depth + indents.length - 1);
      const isBox = /^[☐☑✅□]/u.test(glyph[0]);
      item = {
        kind: "item",
        depth: depth + indents.length - 1,
        ordered: /^(?:\(?\d|[①-⑳])/u.test(glyph[0]),
        checkbox: isBox || hasCheckbox(each.text.slice(glyph[0].length)),
        text: isBox ? each.text : each.text.slice(glyph[0].length),
        line: each.line,
        hasChildren: false,
      };
    } else if (item !== null && parseLabel(each.text) === null) {
      item = continueItem(item, each.text);
    } else {
      if (item !== null) flush(0);
      prose.push(each);
    }
  }
  flush(0);
}

function continueItem(item: ItemBlock, text: string): ItemBlock {
  return { ...item, text: `${item.text} ${text}` };
}

function parseTag(text: string): { readonly kind: "open" | "close"; readonly tag: string } | null {
  const match = /^<(\/?)([A-Za-z][\w.:-]{0,60})(?:\s[^<>]{0,300})?>$/u.exec(text);
  if (match === null) return null;
  return { kind: match[1] === "/" ? "close" : "open", tag: (match[2] ?? "").toLowerCase() };
}
