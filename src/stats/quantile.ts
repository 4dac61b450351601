/**
 * A quantile of some values, linear between neighbours.
 *
 * @param share 0..1; 0.5 is the median
 * @returns null without values
 * @see Hyndman & Fan 1996, Sample quantiles in statistical packages, definition 7
 */
export function findQuantile(values: readonly number[], share: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (at - Math.floor(at));
}
