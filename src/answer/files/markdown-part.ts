import type { RootContent } from "mdast";
import type { SourceLine } from "./source-line.ts";

/** A run of top-level nodes; their positions are lines of `lines`, 1-based. */
export interface MarkdownPart {
  readonly nodes: readonly RootContent[];
  readonly lines: readonly SourceLine[];
  /** Lines of `lines` on which a fence stands, opening or closing. */
  readonly fenceLines: ReadonlySet<number>;
}
