import { findBrokenCases, measureDifference, type ArmPasses } from "../compare/index.ts";
import {
  findDetectableDifference,
  findNeededCandidateRepeats,
  findNeededRepeats,
  type PairedCounts,
  type PassCount,
  type Precision,
} from "../stats/index.ts";
import type { GateRule } from "./check-rule.ts";

const power = 0.8;

/** What a number of repeats buys. */
export interface RepeatsOption {
  /** Answers of the candidate to each case. */
  readonly repeats: number;
  readonly answers: number;
  /** The smallest drop that is found, 0..1; null: none. */
  readonly detectable: number | null;
  /**
   * The smallest margin that is certified for every required gate, and for all of them together,
   * where the candidate does as well as the baseline, 0..1.
   */
  readonly certifiable: number;
  /** Whether one case is found that passed always and fails always now. */
  readonly findsBrokenCase: boolean;
}

/** Repeats with which a drop is found. */
export interface RepeatsAdvice {
  /** 0..1. */
  readonly drop: number;
  /** Of the candidate, against the baseline as it is; null: no number is enough. */
  readonly repeats: number | null;
  /** Of both sides, with a new baseline; null: no number is enough: only more cases help. */
  readonly repeatsOfBoth: number | null;
}

/** What is known of the answers beforehand. */
export type Assumption =
  /** The baseline has repeats: its answers vary within the cases as they will. */
  | "baseline"
  /** One answer a case, or no baseline: answers may vary as much as they can, σ² = ¼. */
  | "worst-case";

export interface RepeatsPlan {
  readonly cases: number;
  /**
   * With one answer each on both sides: how many cases must turn worse, and none better, to tell;
   * null: even all are not enough, or the baseline has repeats.
   */
  readonly flipsNeeded: number | null;
  readonly assumption: Assumption;
  readonly options: readonly RepeatsOption[];
  readonly advice: readonly RepeatsAdvice[];
}

/**
 * What numbers of repeats can tell on these very cases, at a power of 80 %.
 *
 * @param baseline null: there is none yet, and one with as many repeats as the candidate is assumed,
 * of which every answer passes every gate
 * @param options.cases how many the suite has
 * @param options.drops for which repeats are wanted, 0..1
 */
export function planRepeats(
  baseline: ArmPasses | null,
  options: {
    readonly cases: number;
    readonly rule: GateRule;
    readonly repeats: readonly number[];
    readonly drops: readonly number[];
  },
): RepeatsPlan {
  const { rule } = options;
  const total = baseline?.total ?? null;
  const cases = total?.length ?? options.cases;
  const known = total?.some(({ answers }) => answers > 1) ? total : null;
  const within = known === null ? 1 / 4 : mean(known.map(varianceOfAnswer));
  const precision: Precision = { cases, withinBefore: within, withinAfter: within, between: 0 };
  const rates = { alpha: rule.alpha / 2, power };
  const baselineRepeats = total === null ? null : 1 / mean(total.map(({ answers }) => 1 / answers));
  return {
    cases,
    flipsNeeded: known === null ? findFlipsNeeded(cases, rates.alpha) : null,
    assumption: known === null ? "worst-case" : "baseline",
    options: options.repeats.map((repeats) => {
      const assumed = Array.from({ length: cases }, () => ({ passes: repeats, answers: repeats }));
      const sides = { before: baselineRepeats ?? repeats, after: repeats };
      const detectable = findDetectableDifference(precision, sides, rates);
      const families =
        baseline === null ? [assumed] : [baseline.total, ...baseline.required.values()];
      return {
        repeats,
        answers: repeats * cases,
        detectable: detectable < 1 ? detectable : null,
        certifiable: Math.max(...families.map((one) => findCertifiable(one, repeats, rule))),
        findsBrokenCase: findsBrokenCase(total ?? assumed, repeats, rule.alpha),
      };
    }),
    advice: options.drops.map((drop) => {
      const repeatsOfBoth = findNeededRepeats(precision, drop, rates);
      return {
        drop,
        repeats:
          baselineRepeats === null
            ? repeatsOfBoth
            : findNeededCandidateRepeats(precision, drop, { ...rates, baselineRepeats }),
        repeatsOfBoth,
      };
    }),
  };
}

/** McNemar: k cases that all turn worse have p = 2⁻ᵏ. */
function findFlipsNeeded(cases: number, alpha: number): number | null {
  const needed = Math.ceil(-Math.log2(alpha));
  return needed <= cases ? needed : null;
}

/** The lower bound of no difference at all, as the comparison would give it. */
function findCertifiable(
  before: readonly PassCount[],
  repeats: number,
  { alpha }: GateRule,
): number {
  if (before.length === 0) return 0;
  const pairs = before.map((one): PairedCounts => ({
    before: one,
    after: { passes: (one.passes / one.answers) * repeats, answers: repeats },
  }));
  return -(measureDifference(pairs, "suite", 1 - alpha)?.bounds.low ?? -1);
}

/** The case that passes most breaks, and everything else passes. */
function findsBrokenCase(before: readonly PassCount[], repeats: number, alpha: number): boolean {
  const best = before.toSorted((a, b) => b.passes - a.passes)[0];
  if (!best) return false;
  const broken = { case: "", before: best, after: { passes: 0, answers: repeats } };
  return findBrokenCases([broken], alpha).brokenCases.length > 0;
}

/** p(1−p), shrunk as in the bounds: five passes of five are not certain. */
function varianceOfAnswer({ passes, answers }: PassCount): number {
  const shrunk = (passes + 0.5) / (answers + 1);
  return shrunk * (1 - shrunk);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
