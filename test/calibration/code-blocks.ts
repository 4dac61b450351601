import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";

/** A fenced block of Python at the left margin, as lines of the answer (0-based, fences included). */
export interface PythonBlock {
  readonly first: number;
  readonly last: number;
  /** The path in the comment of its first line, or null. */
  readonly path: string | null;
}

/** The Python blocks of an answer that are plain fences, in order. */
export function pythonBlocks(lines: readonly string[]): readonly PythonBlock[] {
  const blocks: PythonBlock[] = [];
  for (const node of allNodes(fromMarkdown(lines.join("\n")))) {
    if (node.type !== "code" || !/^(?:python|py)$/u.test(node.lang ?? "")) continue;
    const first = (node.position?.start.line ?? 1) - 1;
    const last = (node.position?.end.line ?? 1) - 1;
    if (!(lines[first] ?? "").startsWith("```")) continue;
    blocks.push({ first, last, path: pathComment(lines[first + 1] ?? "") });
  }
  return blocks;
}

/** The lines (0-based) on which the sections of an answer begin: its headings of the second level. */
export function sectionStarts(lines: readonly string[]): readonly number[] {
  return fromMarkdown(lines.join("\n"))
    .children.filter((node) => node.type === "heading" && node.depth === 2)
    .map((node) => (node.position?.start.line ?? 1) - 1);
}

/** `app/main.py` of `# app/main.py  (excerpt)`. */
function pathComment(line: string): string | null {
  return /^#\s+([\w./-]+\.py)\b/u.exec(line)?.[1] ?? null;
}

function* allNodes(node: Nodes): Generator<Nodes> {
  yield node;
  if ("children" in node) for (const child of node.children) yield* allNodes(child);
}

/** Rewrites every Python block: gives its lines, fences included, takes what stands there instead. */
export function mapBlocks(
  text: string,
  change: (lines: readonly string[], block: PythonBlock) => readonly string[],
): string {
  const lines = text.split("\n");
  const result: string[] = [];
  let next = 0;
  for (const block of pythonBlocks(lines)) {
    result.push(...lines.slice(next, block.first));
    result.push(...change(lines.slice(block.first, block.last + 1), block));
    next = block.last + 1;
  }
  return [...result, ...lines.slice(next)].join("\n");
}
