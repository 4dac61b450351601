/** lcm(1, …, 10): every share of up to ten answers is a multiple of one of it. */
const fine = 2520;
const coarse = 60;

/**
 * Turns numbers into whole ones in the same proportions, as small as may be, so that sums of them
 * can be listed. Shares of up to ten answers stay exact; others are rounded to 1/2520, or to 1/60
 * where fine sums would be too many to list. A permutation test with rounded weights is still
 * exact: it tests a sum that weighs the cases a little differently.
 *
 * @param isLarge many sums are to be listed
 */
export function toGrid(values: readonly number[], isLarge: boolean): readonly number[] {
  const scale = isLarge ? coarse : fine;
  const whole = values.map((value) => Math.round(value * scale));
  const divisor = whole.reduce(greatestCommonDivisor, 0);
  return divisor === 0 ? whole : whole.map((value) => value / divisor);
}

function greatestCommonDivisor(a: number, b: number): number {
  let [left, right] = [Math.abs(a), Math.abs(b)];
  while (right > 0) [left, right] = [right, left % right];
  return left;
}
