import MarkdownIt, { type Token } from "markdown-it";
import type { CodeNode, ContainerNode, MarkdownNode, ProseNode } from "./markdown-node.ts";
import { readInlineText } from "./read-inline-text.ts";

// Deeper nesting than this is no structure; the parser would drop what stands in it.
const markdown = new MarkdownIt("commonmark", { maxNesting: 200 });

const containers: Readonly<Record<string, ContainerNode["type"]>> = {
  bullet_list_open: "list",
  ordered_list_open: "list",
  list_item_open: "listItem",
  blockquote_open: "blockquote",
};

/**
 * The blocks of a CommonMark text (LF, without NUL), nested as they are. markdown-it reads an
 * answer in a twentieth of the time that micromark takes, and grading waits for little else.
 */
export function parseMarkdown(text: string): readonly MarkdownNode[] {
  const tokens: Token[] = [];
  markdown.block.parse(text, markdown, {}, tokens);
  const root: MarkdownNode[] = [];
  const open: MarkdownNode[][] = [root];
  for (const [index, token] of tokens.entries()) {
    const siblings = open.at(-1) ?? root;
    const place = { start: (token.map?.[0] ?? 0) + 1, end: token.map?.[1] ?? 1 };
    const container = containers[token.type];
    if (container !== undefined) {
      const children: MarkdownNode[] = [];
      siblings.push({ type: container, children, ...place });
      open.push(children);
    } else if (
      token.nesting === -1 &&
      /^(?:bullet_list|ordered_list|list_item|blockquote)/u.test(token.type)
    ) {
      open.pop();
    } else if (token.type === "fence" || token.type === "code_block") {
      siblings.push({ ...readCode(token), ...place });
    } else if (token.type === "paragraph_open" || token.type === "heading_open") {
      siblings.push({ ...readProse(token, tokens[index + 1]?.content ?? ""), ...place });
    } else if (token.type === "html_block") {
      siblings.push({ type: "html", lines: linesOf(token.content), ...place });
    } else if (token.type === "hr") {
      siblings.push({ type: "break", ...place });
    }
  }
  return root;
}

function readCode(token: Token): Omit<CodeNode, "start" | "end"> {
  const lines = linesOf(token.content);
  const height = (token.map?.[1] ?? 0) - (token.map?.[0] ?? 0);
  const fenced = token.type === "fence";
  const inside = token.content === "" ? 0 : lines.length;
  const closed = !fenced || height === inside + 2;
  return { type: "code", fenced, closed, info: token.info.trim(), lines };
}

function readProse(token: Token, content: string): Omit<ProseNode, "start" | "end"> {
  const heading = token.type === "heading_open";
  return {
    type: heading ? "heading" : "paragraph",
    depth: heading ? Number(token.tag.slice(1)) : 0,
    raw: content.split("\n").map((line) => line.trim()),
    texts: readInlineText(content, parseInline),
  };
}

function parseInline(content: string): readonly Token[] {
  const tokens: Token[] = [];
  markdown.inline.parse(content, markdown, {}, tokens);
  return tokens;
}

/** A block's content ends with a line end that is none of its lines. */
function linesOf(content: string): readonly string[] {
  return content.replace(/\n$/u, "").split("\n");
}
