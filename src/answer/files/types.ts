/** An answer taken apart: every fenced block, and the files that they make. Lines are 1-based lines of the answer. */
export interface AssembledAnswer {
  /** The answer's Markdown, LF. */
  readonly text: string;
  /** Every code block in the order of the answer, also those that became no file. */
  readonly blocks: readonly CodeBlock[];
  /** What the blocks put together, in the order of their first line. */
  readonly files: readonly AnswerFile[];
  /** Paths named by directory trees in the answer: expected, not given. */
  readonly expectedPaths: readonly string[];
  /** Prose outside of code blocks: headings, paragraphs, list items, table rows, in order. */
  readonly prose: readonly ProseLine[];
  /** The last fence was never closed, or the text breaks off inside one. */
  readonly truncated: boolean;
  readonly warnings: readonly { readonly line: number; readonly message: string }[];
}

export type BlockRole =
  /** Code of the answer. */
  | "code"
  /** A shell or Python console session, `>>>` or `$`. */
  | "console"
  /** Shown as what not to do, or as the state before the change. */
  | "bad-example"
  /** A second way of doing what an earlier block does; it makes no file. */
  | "alternative"
  /** A directory tree. */
  | "tree"
  /** A diff. */
  | "diff"
  /** Program output, plain text, JSON replies. */
  | "output";

export interface CodeBlock {
  /** Info string's first word, lower case, aliases resolved (`py`, `python3` → `python`); `""` where there is none and none could be told. */
  readonly language: string;
  readonly role: BlockRole;
  readonly text: string;
  /** Line of the answer of each line of `text`; as long as `text.split("\n")`. */
  readonly lines: readonly number[];
  /** First and last line of the block, fences included. */
  readonly span: LineSpan;
  /** The fence was closed (indented code counts as closed). */
  readonly closed: boolean;
  /** The path that names it, and what named it; null: nameless. */
  readonly name: { readonly path: string; readonly from: NameSource } | null;
}

export type NameSource =
  | "info"
  | "comment"
  | "line-before"
  | "heading"
  | "tag"
  | "here-document"
  /** The head of a diff. */
  | "diff"
  | "inferred";

export interface AnswerFile {
  /** Normalised relative path; a nameless block of Python gets `block-<n>.py` (n: its 1-based place among all blocks). */
  readonly path: string;
  readonly named: boolean;
  readonly language: string;
  readonly text: string;
  /** Line of the answer of each line of `text`; as long as `text.split("\n")`. */
  readonly lines: readonly number[];
  readonly span: LineSpan;
  /**
   * An excerpt of a longer file that the answer does not show whole. Where an earlier block of
   * the answer has the rest, the two are merged and the result is not partial.
   */
  readonly partial: boolean;
  readonly from: NameSource | null;
}

export interface ProseLine {
  readonly kind: "heading" | "paragraph" | "list-item" | "table-row" | "quote" | "html";
  /** Text without marks. */
  readonly text: string;
  readonly line: number;
}

export interface LineSpan {
  readonly start: number;
  readonly end: number;
}
