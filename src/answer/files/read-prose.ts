import type { Heading, Html, Nodes, Paragraph } from "mdast";
import type { ProseLine } from "./types.ts";

const delimiterRow = /^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$/u;

/** The lines of one block of prose; `line` counts in the text that was parsed. */
export function readProseLines(
  node: Paragraph | Heading | Html,
  container: "list-item" | "quote" | null,
  rawAt: (line: number) => string,
): readonly ProseLine[] {
  if (node.type === "html") return readHtmlLines(node);
  const texts = joinInlines(node);
  const isRow =
    node.type === "paragraph" ? findTableRows([...texts.keys()], rawAt) : (): boolean => false;
  const prose: ProseLine[] = [];
  for (const [line, text] of texts) {
    const row = isRow(line);
    if (row && delimiterRow.test(rawAt(line))) continue;
    const plain = row ? joinCells(text) : text.trim();
    if (plain === "") continue;
    const kind = row
      ? "table-row"
      : node.type === "heading"
        ? "heading"
        : (container ?? "paragraph");
    prose.push({ kind, text: plain, line });
  }
  return prose;
}

/** Text of the inline nodes by the line on which it stands. Iterative, as emphasis may nest without end. */
function joinInlines(block: Paragraph | Heading): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  const last = block.position?.end.line ?? 1;
  const stack: Nodes[] = [block];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ("children" in node) {
      for (let index = node.children.length - 1; index >= 0; index -= 1) {
        stack.push(node.children[index] as Nodes);
      }
      continue;
    }
    const start = node.position?.start.line ?? 1;
    for (const [offset, text] of inlineText(node).split("\n").entries()) {
      const line = Math.min(start + offset, last);
      texts.set(line, (texts.get(line) ?? "") + text);
    }
  }
  return new Map([...texts].toSorted(([a], [b]) => a - b));
}

function inlineText(node: Nodes): string {
  switch (node.type) {
    case "text":
    case "inlineCode":
      return node.value;
    case "image":
    case "imageReference":
      return node.alt ?? "";
    default:
      return "";
  }
}

/** CommonMark knows no tables: rows are lines with bars on both sides, or around a row of dashes. */
function findTableRows(
  lines: readonly number[],
  rawAt: (line: number) => string,
): (line: number) => boolean {
  const hasDelimiter = lines.some((line) => {
    const raw = rawAt(line);
    return raw.includes("|") && raw.includes("-") && delimiterRow.test(raw);
  });
  return (line) => {
    const raw = rawAt(line);
    return hasDelimiter ? raw.includes("|") : /^\|.*\|$/u.test(raw);
  };
}

function joinCells(row: string): string {
  return row
    .trim()
    .replace(/^\||\|$/gu, "")
    .split("|")
    .map((cell) => cell.trim())
    .join(" | ");
}

function readHtmlLines(node: Html): readonly ProseLine[] {
  const start = node.position?.start.line ?? 1;
  const lines: ProseLine[] = [];
  let inComment = false;
  for (const [index, source] of node.value.split("\n").entries()) {
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
    lines.push({ kind: "html", text: text.replace(/<[^<>]*>/gu, "").trim(), line: start + index });
  }
  return lines;
}
