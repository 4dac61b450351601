import type { GateComparison } from "../../compare/index.ts";
import type { Interval } from "../../stats/index.ts";
import { formatCount } from "./format-rate.ts";

const minus = "−";

/** A difference of rates in percentage points: `−12 pp`, `+0.3 pp`, `0 pp`. */
export function formatPoints(difference: number): string {
  return `${signed(difference, isTiny(difference) ? 1 : 0)} pp`;
}

/** A size in points, without a sign: `5 pp`, `2.5 pp`. */
export function formatSize(size: number): string {
  return `${trimZeros((size * 100).toFixed(1))} pp`;
}

/** `−19 to −5`; with as many decimals as it takes that both ends differ. */
export function formatBounds({ low, high }: Interval): string {
  for (const decimals of [0, 1, 2, 3]) {
    const ends = [signed(low, decimals), signed(high, decimals)];
    if (ends[0] !== ends[1]) return ends.join(" to ");
  }
  return `${signed(low, 4)} to ${signed(high, 4)}`;
}

/** `90% CI`: both bounds hold with 1 − alpha each. */
export function formatConfidence(alpha: number): string {
  return `${trimZeros(((1 - 2 * alpha) * 100).toFixed(1))}% CI`;
}

/** `p=.004`, `p<.001`. */
export function formatP(p: number): string {
  if (p < 0.001) return "p<.001";
  return p > 0.9995 ? "p=1" : `p=${p.toFixed(3).replace(/^0/u, "")}`;
}

/** `20 cases × 5`; with unequal repeats how many answers each side has. */
export function formatCases({ pairs, answers }: GateComparison): string {
  const cases = formatCount(pairs, "case");
  const [before, after] = [answers.before / pairs, answers.after / pairs];
  if (Number.isInteger(before) && Number.isInteger(after)) {
    return before === after ? `${cases} × ${before}` : `${cases} × ${before} and × ${after}`;
  }
  return `${cases}, ${answers.before} and ${answers.after} answers`;
}

function signed(share: number, decimals: number): string {
  const digits = Math.abs(share * 100).toFixed(decimals);
  // Nothing is left of it after rounding: then it has no sign either.
  if (Number(digits) === 0) return trimZeros(digits);
  return `${share < 0 ? minus : "+"}${digits}`;
}

function isTiny(share: number): boolean {
  return share !== 0 && Math.abs(share) < 0.005;
}

function trimZeros(digits: string): string {
  return digits.includes(".") ? digits.replace(/\.?0+$/u, "") : digits;
}
