const contextLines = 3;

interface Edit {
  readonly kind: " " | "-" | "+";
  readonly text: string;
}

/**
 * The unified diff of two texts, with three lines of context; empty where they are equal. A missing
 * line end at the end of a file is told as `diff -u` tells it.
 */
export function renderUnifiedDiff(
  before: string,
  after: string,
  names: { readonly before: string; readonly after: string },
): string {
  if (before === after) return "";
  const edits = compareLines(splitLines(before), splitLines(after));
  const lines = [`--- ${names.before}`, `+++ ${names.after}`];
  for (const [start, end] of findHunks(edits)) {
    const hunk = edits.slice(start, end);
    const range = (kind: "-" | "+") => {
      const other = kind === "-" ? "+" : "-";
      const first = edits.slice(0, start).filter((edit) => edit.kind !== other).length;
      const length = hunk.filter((edit) => edit.kind !== other).length;
      return `${kind}${length === 0 ? first : first + 1}${length === 1 ? "" : `,${length}`}`;
    };
    lines.push(`@@ ${range("-")} ${range("+")} @@`);
    for (const edit of hunk) {
      lines.push(edit.kind + edit.text.replace(/\n$/u, ""));
      if (!edit.text.endsWith("\n")) lines.push(String.raw`\ No newline at end of file`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

/** Longest common subsequence of what lies between the common start and end. */
function compareLines(before: readonly string[], after: readonly string[]): readonly Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
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
  const common = new Uint32Array((olds.length + 1) * width);
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

/** Ranges of edits, start inclusive, end exclusive, joined where their contexts touch. */
function findHunks(edits: readonly Edit[]): readonly (readonly [number, number])[] {
  const hunks: [number, number][] = [];
  edits.forEach((edit, index) => {
    if (edit.kind === " ") return;
    const start = Math.max(0, index - contextLines);
    const end = Math.min(edits.length, index + contextLines + 1);
    const last = hunks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else hunks.push([start, end]);
  });
  return hunks;
}
