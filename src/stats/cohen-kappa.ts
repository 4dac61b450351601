/**
 * Cohen's kappa of two raters: agreement beyond what their marginal rates give by chance,
 * κ = (p_o − p_e) / (1 − p_e).
 *
 * @param confusion square table of counts, one rater's categories by the other's
 * @returns −1..1; null where it is not defined: nothing was rated, or both raters used one and the
 *   same category throughout (p_e = 1)
 * @see Cohen 1960, A coefficient of agreement for nominal scales
 */
export function cohenKappa(confusion: readonly (readonly number[])[]): number | null {
  const rows = confusion.map(sum);
  const columns = confusion.map((_, index) => sum(confusion.map((row) => row[index] ?? 0)));
  const total = sum(rows);
  if (total === 0) return null;
  const observed = sum(confusion.map((row, index) => row[index] ?? 0)) / total;
  const expected = sum(rows.map((row, index) => row * (columns[index] ?? 0))) / (total * total);
  return expected === 1 ? null : (observed - expected) / (1 - expected);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
