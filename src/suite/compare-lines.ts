/** One line of two texts: in both, only in the old one, or only in the new one. */
export interface Edit {
  readonly kind: " " | "-" | "+";
  readonly text: string;
}

/** The lines of a text, each with its line end. */
export function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

/** The way from old lines to new ones, by their longest common subsequence. */
export function compareLines(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  ) {
    end += 1;
  }
  const olds = before.slice(start, before.length - end);
  const news = after.slice(start, after.length - end);
  const same = (texts: readonly string[]) => texts.map((text): Edit => ({ kind: " ", text }));
  return [
    ...same(before.slice(0, start)),
    ...compareMiddle(olds, news),
    ...same(before.slice(before.length - end)),
  ];
}

function compareMiddle(olds: readonly string[], news: readonly string[]): readonly Edit[] {
  const width = news.length + 1;
  const Table = Math.min(olds.length, news.length) < 2 ** 16 ? Uint16Array : Uint32Array;
  const common = new Table((olds.length + 1) * width);
  for (let row = olds.length - 1; row >= 0; row -= 1) {
    for (let column = news.length - 1; column >= 0; column -= 1) {
      common[row * width + column] =
        olds[row] === news[column]
          ? (common[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(
              common[(row + 1) * width + column] ?? 0,
              common[row * width + column + 1] ?? 0,
            );
    }
  }
  const edits: Edit[] = [];
  let row = 0;
  let column = 0;
  while (row < olds.length || column < news.length) {
    const old = olds[row];
    const fresh = news[column];
    if (old !== undefined && old === fresh) {
      edits.push({ kind: " ", text: old });
      row += 1;
      column += 1;
    } else if (
      old !== undefined &&
      (fresh === undefined ||
        (common[(row + 1) * width + column] ?? 0) >= (common[row * width + column + 1] ?? 0))
    ) {
      edits.push({ kind: "-", text: old });
      row += 1;
    } else {
      edits.push({ kind: "+", text: fresh ?? "" });
      column += 1;
    }
  }
  return edits;
}
