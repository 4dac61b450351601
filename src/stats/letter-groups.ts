const alphabet = "abcdefghijklmnopqrstuvwxyz";

/**
 * Letters for a ranking: two items share a letter exactly when they are not told apart. Starts with
 * one group of all; each pair that differs splits the groups that hold both, and groups inside of
 * others go (insert and absorb).
 *
 * @param count items, numbered in the order of the ranking
 * @param differs whether two items are told apart
 * @returns letters for each item, such as `ab`
 * @see Piepho 2004, An algorithm for a letter-based representation of all-pairwise comparisons,
 *   J. Comput. Graph. Stat. 13
 */
export function groupByLetters(
  count: number,
  differs: (first: number, second: number) => boolean,
): readonly string[] {
  const items = [...Array.from({ length: count }).keys()];
  let groups: readonly (readonly number[])[] = count === 0 ? [] : [items];
  for (const first of items) {
    for (const second of items.slice(first + 1)) {
      if (!differs(first, second)) continue;
      groups = absorb(groups.flatMap((group) => split(group, first, second)));
    }
  }
  const ordered = groups.toSorted(compareGroups);
  return items.map((item) =>
    ordered.flatMap((group, index) => (group.includes(item) ? [letterAt(index)] : [])).join(""),
  );
}

function split(group: readonly number[], first: number, second: number) {
  if (!group.includes(first) || !group.includes(second)) return [group];
  return [group.filter((item) => item !== second), group.filter((item) => item !== first)];
}

/** Without groups that lie inside of another one; of equal ones the first stays. */
function absorb(groups: readonly (readonly number[])[]) {
  return groups.filter(
    (group, index) =>
      !groups.some(
        (other, at) =>
          at !== index &&
          group.every((item) => other.includes(item)) &&
          (other.length > group.length || at < index),
      ),
  );
}

function compareGroups(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((item, index) => item !== b[index]);
  return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? Infinity);
}

/** a, …, z, a2, …: rankings of more than 26 groups are no use, but no error either. */
function letterAt(index: number): string {
  const round = Math.floor(index / alphabet.length);
  return `${alphabet[index % alphabet.length]}${round === 0 ? "" : round + 1}`;
}
