import type { CodeNode, MarkdownPart } from "./markdown-node.ts";
import type { SourceLine } from "./source-line.ts";

/**
 * The whole answer in one `markdown` fence: the outer fence goes. With three back-ticks outside and
 * inside, CommonMark ends the outer fence at the first inner one; then the last fence is left over.
 */
export function unwrapAnswer(node: CodeNode, part: MarkdownPart): readonly SourceLine[] | null {
  if (!/^(?:markdown|md|mdx)$/iu.test(node.info)) return null;
  const { start, end } = node;
  const before = part.lines.slice(0, start - 1).filter((line) => line.text.trim() !== "");
  if (before.length > 6 || before.some((line) => /\breadme\b|\.mdx?\b/iu.test(line.text))) {
    return null;
  }
  const balance = balanceFences(node.lines);
  if (!balance.hasCode) return null;
  const after = part.lines.slice(end).filter((line) => line.text.trim() !== "").length;
  if (balance.open === null && after > end - start) return null;
  const dropped = new Set([start - 1]);
  if (balance.open === null && node.closed) dropped.add(end - 1);
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
