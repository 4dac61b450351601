import type { Token } from "markdown-it";

/** Gives the inline tokens of a line or paragraph. */
type ParseInline = (content: string) => readonly Token[];

/** What inline Markdown may start with; a line without it is its own text. */
const marks = /[\\`*_[\]<>&!]/u;

/** The lines of a paragraph or heading without their marks; as many as there are lines. */
export function readInlineText(content: string, parseInline: ParseInline): readonly string[] {
  const lines = content.split("\n").map((line) => line.trim());
  if (!marks.test(content)) return lines;
  const texts = plainLines(content, parseInline);
  // A code span or tag that runs over a line end hides it: then each line is read by itself.
  if (texts.length === lines.length) return texts;
  return lines.map((line) => plainLines(line, parseInline).join(" "));
}

function plainLines(content: string, parseInline: ParseInline): string[] {
  const texts = [""];
  for (const token of parseInline(content)) {
    if (token.type === "softbreak" || token.type === "hardbreak") texts.push("");
    else texts[texts.length - 1] += textOf(token);
  }
  return texts;
}

function textOf(token: Token): string {
  switch (token.type) {
    case "text":
    case "text_special":
    case "code_inline":
    case "image":
      return token.content;
    default:
      return "";
  }
}
