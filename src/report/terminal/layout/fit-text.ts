import stringWidth from "string-width";

const ellipsis = "…";
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Cells that a text takes: 2 for CJK and emoji, 0 for combining marks and colours. */
export function displayWidth(text: string): number {
  return stringWidth(text);
}

/** Cuts plain text (no colours) to at most `width` cells, ending in `…` where it was cut. */
export function truncateText(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  if (width <= 0) return "";
  return headOf(text, width - 1).trimEnd() + ellipsis;
}

/** Fills up with blanks to `width` cells; wider text stays as it is. */
export function padText(text: string, width: number, align: "left" | "right" = "left"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "left" ? text + blanks : blanks + text;
}

/**
 * Breaks plain text at blanks (not at no-break spaces) into lines of at most `width` cells. A word that is wider is broken
 * where it must be.
 */
export function wrapText(text: string, width: number): readonly string[] {
  const room = Math.max(1, width);
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/[ \n]+/u).filter(Boolean)) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= room) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    line = word;
    while (displayWidth(line) > room) {
      const head = headOf(line, room);
      // A single grapheme wider than the room: there is no better place.
      if (head === "") break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

/** The longest beginning, in whole graphemes, of at most `width` cells. */
function headOf(text: string, width: number): string {
  let head = "";
  let used = 0;
  for (const { segment } of graphemes.segment(text)) {
    used += displayWidth(segment);
    if (used > width) break;
    head += segment;
  }
  return head;
}
