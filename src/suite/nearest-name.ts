/**
 * The name nearest to a mistyped one, by edits and swaps of neighbours (Damerau-Levenshtein, optimal
 * string alignment); null where none is within a third of its length, or where nothing of it would be left.
 */
export function findNearestName(given: string, names: readonly string[]): string | null {
  const ranked = names
    .map((name) => ({ name, edits: countEdits(given.toLowerCase(), name.toLowerCase()) }))
    .filter(
      ({ name, edits }) =>
        edits < given.length &&
        edits <= Math.max(1, Math.floor(Math.max(given.length, name.length) / 3)),
    )
    .toSorted((left, right) => left.edits - right.edits);
  return ranked[0]?.name ?? null;
}

function countEdits(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1;
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
      );
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      if (swapped) edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1);
      current.push(edits);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
