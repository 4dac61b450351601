import type { SourceLine } from "./source-line.ts";

/**
 * A block of Markdown. `start` and `end` are its first and last line, 1-based, in the text that
 * was parsed.
 */
export type MarkdownNode = CodeNode | ProseNode | HtmlNode | ContainerNode | BreakNode;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface CodeNode extends Placed {
  readonly type: "code";
  /** Indented code has no fence. */
  readonly fenced: boolean;
  /** Indented code counts as closed. */
  readonly closed: boolean;
  readonly info: string;
  /** Its lines without fences, quote marks and the indentation of list items. */
  readonly lines: readonly string[];
}

export interface ProseNode extends Placed {
  readonly type: "paragraph" | "heading";
  /** Level of a heading; 0: a paragraph. */
  readonly depth: number;
  /** Its lines as they stand there, quote marks, bullets and heading marks apart. */
  readonly raw: readonly string[];
  /** Its lines as they are read, without marks; as many as `raw`. */
  readonly texts: readonly string[];
}

export interface HtmlNode extends Placed {
  readonly type: "html";
  readonly lines: readonly string[];
}

export interface ContainerNode extends Placed {
  readonly type: "list" | "listItem" | "blockquote";
  readonly children: readonly MarkdownNode[];
}

export interface BreakNode extends Placed {
  readonly type: "break";
}

/** A run of top-level nodes; their positions are lines of `lines`, 1-based. */
export interface MarkdownPart {
  readonly nodes: readonly MarkdownNode[];
  readonly lines: readonly SourceLine[];
}
