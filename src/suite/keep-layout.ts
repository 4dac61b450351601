import { compareLines, splitLines } from "./compare-lines.ts";

/**
 * Takes an edit of a reformatted text over to the text as it was written. `normalised` is `original`
 * as a library writes it, `edited` the same after the edit. Between lines that all three have in
 * common, a stretch that the edit left alone stays as it was written.
 */
export function keepLayout(original: string, normalised: string, edited: string): string {
  const originals = splitLines(original);
  const normals = splitLines(normalised);
  const edits = splitLines(edited);
  const toOriginal = alignLines(normals, originals);
  const toEdited = alignLines(normals, edits);
  const result: string[] = [];
  let last = { normal: 0, original: 0, edited: 0 };
  for (let normal = 0; normal <= normals.length; normal += 1) {
    const isEnd = normal === normals.length;
    const atOriginal = isEnd ? originals.length : toOriginal.get(normal);
    const atEdited = isEnd ? edits.length : toEdited.get(normal);
    if (atOriginal === undefined || atEdited === undefined) continue;
    const before = normals.slice(last.normal, normal).join("");
    const after = edits.slice(last.edited, atEdited);
    if (before === after.join("")) result.push(...originals.slice(last.original, atOriginal));
    else result.push(...after);
    if (!isEnd) result.push(normals[normal] ?? "");
    last = { normal: normal + 1, original: atOriginal + 1, edited: atEdited + 1 };
  }
  return result.join("");
}

/** Which line of the one is which line of the other, by index. */
function alignLines(from: readonly string[], to: readonly string[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  let left = 0;
  let right = 0;
  for (const { kind } of compareLines(from, to)) {
    if (kind === " ") pairs.set(left, right);
    if (kind !== "+") left += 1;
    if (kind !== "-") right += 1;
  }
  return pairs;
}
