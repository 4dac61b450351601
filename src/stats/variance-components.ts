/** Where the differences of a comparison come from. */
export interface VarianceComponents {
  /** σ²: mean variance within a case, baseline and candidate. */
  readonly withinBefore: number;
  readonly withinAfter: number;
  /** ω²: variance of the true differences between cases. */
  readonly between: number;
}

/**
 * Splits the variance of paired differences: ω² = max(0, Var(d) − σ²_A/K_A − σ²_B/K_B), after the
 * law of total variance. Cases with one answer have no variance within.
 *
 * @param before scores of each case's answers, 0..1; the same cases in `after`
 * @returns null for fewer than two cases, or where no case has two answers on either side
 * @see Miller 2024, arXiv 2411.00640, section 3
 */
export function splitVariance(
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): VarianceComponents | null {
  const withinBefore = meanVariance(before);
  const withinAfter = meanVariance(after);
  const differences = before.map((scores, index) => mean(after[index] ?? []) - mean(scores));
  if (differences.length < 2 || withinBefore === null || withinAfter === null) return null;
  const noise = withinBefore / meanCount(before) + withinAfter / meanCount(after);
  return { withinBefore, withinAfter, between: Math.max(0, variance(differences) - noise) };
}

function meanVariance(cases: readonly (readonly number[])[]): number | null {
  const repeated = cases.filter((scores) => scores.length > 1);
  return repeated.length === 0 ? null : mean(repeated.map(variance));
}

/** Harmonic: the noise of a mean goes with 1/K. */
function meanCount(cases: readonly (readonly number[])[]): number {
  return 1 / mean(cases.map(({ length }) => 1 / length));
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
