import {
  applyGateRule,
  judgeComparison,
  measureDifference,
  resolveComparisonExit,
  type CasePair,
} from "../src/compare/index.ts";
import { clusteredInterval } from "../src/stats/index.ts";
import { drawAnswers } from "./draw-answers.ts";
import { drawCases } from "./draw-cases.ts";
import { drawPairs } from "./draw-pairs.ts";
import { drawTruths, trueDifference, type World } from "./draw-truths.ts";

/** The defaults of `assay compare`. */
const margin = 0.05;
const alpha = 0.05;
/** Bounds that hold with 97.5 % each make an interval of 95 %. */
const confidence = 0.975;

/**
 * What a trial asks. `alarm`: does the comparison fail? `rate`: does the interval of a run's rate
 * hold the true one? `difference`: does that of the difference?
 */
export type Question = "alarm" | "rate" | "difference";

export interface Trial extends World {
  readonly question: Question;
  readonly repeats: number;
}

const answers: Readonly<Record<Question, (trial: Trial, random: () => number) => boolean>> = {
  alarm: raisesAlarm,
  rate: coversRate,
  difference: coversDifference,
};

/** One trial, with the functions that `assay compare` calls for its verdicts and intervals. */
export function runTrial(trial: Trial, random: () => number): boolean {
  return answers[trial.question](trial, random);
}

function raisesAlarm(trial: Trial, random: () => number): boolean {
  const { total, gates } = drawPairs(drawTruths(trial, random), trial.repeats, random);
  const required = gates.map((pairs) => ({ level: "required", pairs }) as const);
  const rulings = applyGateRule(total, required, { scope: trial.scope, margin, alpha });
  const complete = { samples: trial.cases * trial.repeats, missing: 0 };
  const judged = (gate: string | null, pairs: readonly CasePair[], ruling = rulings.total) => ({
    gate,
    level: "required" as const,
    pairs: pairs.length,
    decision: ruling.decision,
    p: ruling.measured && {
      worse: ruling.measured.test.pWorse,
      better: ruling.measured.test.pBetter,
      twoSided: ruling.measured.test.pTwoSided,
    },
  });
  const verdict = judgeComparison({
    total: judged(null, total),
    gates: gates.map((pairs, index) => judged(`gate-${index + 1}`, pairs, rulings.gates[index])),
    brokenCases: rulings.brokenCases,
    before: complete,
    after: complete,
    maxMissingRate: 0,
  });
  return resolveComparisonExit([verdict], { strict: false }) === 1;
}

function coversRate(trial: Trial, random: () => number): boolean {
  const { repeats } = trial;
  const rates = drawCases(trial.cases, trial, random).map(
    (truth) => drawAnswers(truth, { repeats, lost: 0 }, random).total / repeats,
  );
  return holds(clusteredInterval(rates, rates.length * repeats)?.interval, trial.rate);
}

function coversDifference(trial: Trial, random: () => number): boolean {
  const truths = drawTruths(trial, random);
  const { total } = drawPairs(truths, trial.repeats, random);
  const measured = measureDifference(total, trial.scope, confidence);
  return holds(measured?.bounds, trueDifference(trial, truths));
}

function holds(
  interval: { readonly low: number; readonly high: number } | null = null,
  truth: number,
): boolean {
  return interval !== null && interval.low <= truth && truth <= interval.high;
}
