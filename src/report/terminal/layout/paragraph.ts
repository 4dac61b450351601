import { wrapText } from "./fit-text.ts";

/**
 * Plain text wrapped to `width` cells, its first line after `first` blanks, the others after
 * `rest` blanks.
 */
export function paragraph(
  text: string,
  { width, first = 0, rest = first }: { width: number; first?: number; rest?: number },
): readonly string[] {
  const room = width - Math.max(first, rest);
  return wrapText(text, room).map((line, index) => " ".repeat(index === 0 ? first : rest) + line);
}
