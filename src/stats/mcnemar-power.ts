import { binomial } from "./count-distribution.ts";
import { normalQuantile } from "./normal-quantile.ts";

/** Cases with one answer on each side, and what happens to a case. */
export interface DiscordantRates {
  readonly cases: number;
  /** Chance that a case passes before and fails after. */
  readonly regress: number;
  /** Chance that it fails before and passes after. */
  readonly improve: number;
}

const negligible = 1e-12;
const gridSteps = 1000;
/** With more, the normal approximation is as good, and listing every number of cases is slow. */
const mostExactCases = 500;

/**
 * Chance that McNemar's exact one-sided test finds a regression: summed over the number of cases d
 * that differ, and of those r that are worse, with P(Bin(d, ½) ≥ r) ≤ α.
 *
 * @param alpha one-sided
 * @see Duffy 1984, Asymptotic and exact power for the McNemar test and its analogue with R controls
 *   per case, Biometrics 40
 */
export function findPowerOfMcNemar(
  { cases, regress, improve }: DiscordantRates,
  alpha: number,
): number {
  const differ = Math.min(1, regress + improve);
  if (differ === 0) return 0;
  const { first, probabilities } = binomial(cases, differ);
  return probabilities.reduce((power, probability, index) => {
    if (probability < negligible) return power;
    const count = first + index;
    const found = upperTail(count, regress / differ, findFewestWorse(count, alpha));
    return power + probability * found;
  }, 0);
}

/**
 * The smallest drop that McNemar's exact test finds with the given power, to a tenth of a point. For
 * more than 500 cases by the normal approximation: δ√n ≥ z₁₋α√ψ + z_power√(ψ − δ²), where a share ψ
 * of the cases differs.
 *
 * @param improve chance that a case that failed passes: noise, besides the drop
 * @returns 0..1; null: none
 * @see Connor 1987, Sample size for testing differences in proportions for the paired-sample
 *   design, Biometrics 43
 */
export function findDetectableByMcNemar(
  { cases, improve }: Omit<DiscordantRates, "regress">,
  { alpha, power }: { readonly alpha: number; readonly power: number },
): number | null {
  const isFound = (drop: number) => {
    const rates = { cases, improve, regress: improve + drop };
    return cases > mostExactCases
      ? isNormallyFound(rates, alpha, power)
      : findPowerOfMcNemar(rates, alpha) >= power;
  };
  const largest = Math.floor((1 - 2 * improve) * gridSteps);
  if (largest < 1 || !isFound(largest / gridSteps)) return null;
  let [below, above] = [0, largest];
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (isFound(middle / gridSteps)) above = middle;
    else below = middle;
  }
  return above / gridSteps;
}

function isNormallyFound(
  { cases, regress, improve }: DiscordantRates,
  alpha: number,
  power: number,
): boolean {
  const differ = regress + improve;
  const drop = regress - improve;
  const noise = Math.sqrt(Math.max(0, differ - drop ** 2));
  const reach = normalQuantile(1 - alpha) * Math.sqrt(differ) + normalQuantile(power) * noise;
  return drop * Math.sqrt(cases) >= reach;
}

/** Of so many cases that differ, how many must be worse for the test to be significant. */
function findFewestWorse(count: number, alpha: number): number {
  const { probabilities } = binomial(count, 1 / 2);
  let tail = 0;
  for (let worse = count; worse >= 0; worse -= 1) {
    tail += probabilities[worse] ?? 0;
    if (tail > alpha) return worse + 1;
  }
  return 0;
}

function upperTail(count: number, p: number, from: number): number {
  const { first, probabilities } = binomial(count, p);
  return probabilities
    .slice(Math.max(0, from - first))
    .reduceRight((sum, probability) => sum + probability, 0);
}
