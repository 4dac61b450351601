/**
 * Holm's adjusted p values: those up to α are significant, with a chance of at most α of any false
 * alarm among all.
 *
 * @see Holm 1979, A simple sequentially rejective multiple test procedure, Scand. J. Statistics 6
 */
export function adjustByHolm(pValues: readonly number[]): readonly number[] {
  const order = ranked(pValues);
  const adjusted = pValues.map(() => 1);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, (pValues.length - rank) * (pValues[index] ?? 1));
    adjusted[index] = Math.min(1, largest);
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's adjusted p values: of those up to q, a share of at most q is expected
 * to be false alarms.
 *
 * @see Benjamini & Hochberg 1995, Controlling the false discovery rate, J. R. Stat. Soc. B 57
 */
export function adjustByBenjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const order = ranked(pValues).toReversed();
  const adjusted = pValues.map(() => 1);
  let smallest = 1;
  for (const [fromLast, index] of order.entries()) {
    const rank = pValues.length - fromLast;
    smallest = Math.min(smallest, (pValues.length / rank) * (pValues[index] ?? 1));
    adjusted[index] = smallest;
  }
  return adjusted;
}

/** Positions, the smallest p value first. */
function ranked(pValues: readonly number[]): readonly number[] {
  return [...pValues.keys()].toSorted((a, b) => (pValues[a] ?? 1) - (pValues[b] ?? 1));
}
