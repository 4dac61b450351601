import type { HtmlNode, ProseNode } from "./markdown-node.ts";
import type { ProseLine } from "./types.ts";

const delimiterRow = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/u;

/** A line of prose and how it stands in the answer, quote marks, bullets and heading marks apart. */
export interface PlacedProse extends ProseLine {
  readonly raw: string;
}

/** The lines of one block of prose; `line` counts in the text that was parsed. */
export function readProseLines(
  node: ProseNode | HtmlNode,
  container: "list-item" | "quote" | null,
): readonly PlacedProse[] {
  if (node.type === "html") return readHtmlLines(node);
  const isRow = node.type === "paragraph" ? findTableRows(node.raw) : (): boolean => false;
  const prose: PlacedProse[] = [];
  for (const [index, raw] of node.raw.entries()) {
    const row = isRow(raw);
    if (row && delimiterRow.test(raw)) continue;
    const text = node.texts[index]?.trim() ?? "";
    const plain = row ? joinCells(text) : text;
    if (plain === "") continue;
    const kind = row
      ? "table-row"
      : node.type === "heading"
        ? "heading"
        : (container ?? "paragraph");
    prose.push({ kind, text: plain, line: node.start + index, raw });
  }
  return prose;
}

/** CommonMark knows no tables: rows are lines with bars on both sides, or around a row of dashes. */
function findTableRows(rows: readonly string[]): (raw: string) => boolean {
  const hasDelimiter = rows.some(
    (raw) => raw.includes("|") && raw.includes("-") && delimiterRow.test(raw),
  );
  return (raw) => (hasDelimiter ? raw.includes("|") : /^\|.*\|$/u.test(raw));
}

function joinCells(row: string): string {
  return row
    .trim()
    .replace(/^\||\|$/gu, "")
    .split("|")
    .map((cell) => cell.trim())
    .join(" | ");
}

function readHtmlLines(node: HtmlNode): readonly PlacedProse[] {
  const lines: PlacedProse[] = [];
  let inComment = false;
  for (const [index, source] of node.lines.entries()) {
    let text = source;
    if (inComment) {
      const end = text.indexOf("-->");
      text = end === -1 ? "" : text.slice(end + 3);
      inComment = end === -1;
    }
    text = text.replace(/<!--.*?-->/gu, "");
    const open = text.indexOf("<!--");
    if (open !== -1) {
      inComment = true;
      text = text.slice(0, open);
    }
    lines.push({
      kind: "html",
      text: text.replace(/<[^<>]*>/gu, "").trim(),
      line: node.start + index,
      raw: source.trim(),
    });
  }
  return lines;
}
