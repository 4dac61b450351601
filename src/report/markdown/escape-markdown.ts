/**
 * A text that stays the text it is, in one line of GitHub's Markdown, also in a table: no emphasis,
 * link or tag of its own, and nobody is notified because an answer has `@app.post` in it.
 */
export function escapeMarkdown(text: string): string {
  return escapeHtml(text.replaceAll(/[\\`*_[\]|~$]/gu, String.raw`\$&`));
}

/** The same inside of a tag, where Markdown is not read. */
export function escapeHtml(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/(?<!\w)@|#(?=\d)/gu, "$&&#8203;");
}

/** The same, with what stands between backticks as code. */
export function proseWithCode(text: string): string {
  return text
    .split(/(`[^`]+`)/u)
    .map((part, index) =>
      index % 2 === 0 ? keepBlanks(part, escapeMarkdown(part)) : codeSpan(part.slice(1, -1)),
    )
    .join("");
}

/** Escaping trims; within a sentence the blanks at the ends are wanted. */
function keepBlanks(before: string, after: string): string {
  if (after === "") return before === "" ? "" : " ";
  return `${/^\s/u.test(before) ? " " : ""}${after}${/\s$/u.test(before) ? " " : ""}`;
}

/** A code span in one line, also in a table. */
export function codeSpan(text: string): string {
  const code = oneLine(text);
  if (code === "") return "";
  const longest = Math.max(0, ...(code.match(/`+/gu) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  const padding = code.startsWith("`") || code.endsWith("`") ? " " : "";
  // A table takes every bar for the end of a cell, also in code.
  return fence + padding + code.replaceAll("|", String.raw`\|`) + padding + fence;
}

/** A row of a table, of cells that are Markdown. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/[\p{Cc}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu, "\uFFFD")
    .trim();
}
