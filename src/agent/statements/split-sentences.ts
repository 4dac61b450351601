import type { TextLine } from "../body/parse-blocks.ts";

const end = /(?:[.!?]+["'”’)\]*_]{0,3}(?=\s|$))|[。！？]/gu;
const abbreviation =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|dr|mr|ms|no|approx|incl|resp|z\.b|d\.h|bzw)|(?:^|\s)\p{L})\.$/iu;

/** The sentences of a paragraph, each with the line on which it starts. */
export function splitSentences(
  lines: readonly TextLine[],
): readonly { readonly text: string; readonly line: number }[] {
  const text = lines.map((line) => line.text).join("\n");
  const sentences: { text: string; line: number }[] = [];
  let row = 0;
  let rowEnd = lines[0]?.text.length ?? 0;
  const push = (from: number, to: number): void => {
    const raw = text.slice(from, to);
    const words = raw.trim();
    if (words === "") return;
    const start = from + (raw.length - raw.trimStart().length);
    while (start > rowEnd && row < lines.length - 1) {
      row += 1;
      rowEnd += 1 + (lines[row]?.text.length ?? 0);
    }
    sentences.push({ text: words, line: lines[row]?.line ?? 0 });
  };
  let from = 0;
  for (const match of text.matchAll(end)) {
    const to = match.index + match[0].length;
    if (abbreviation.test(text.slice(Math.max(from, match.index - 10), match.index + 1))) continue;
    push(from, to);
    from = to;
  }
  push(from, text.length);
  return sentences;
}
