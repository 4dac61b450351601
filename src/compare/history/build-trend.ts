import { UserError } from "../../user-error.ts";
import { compareArms } from "../compare-arms.ts";
import type { DifferenceKind } from "../find-differences.ts";
import type { GateComparison } from "../types.ts";
import { describePoint } from "./describe-point.ts";
import { findTrendChanges } from "./find-trend-changes.ts";
import type { StepGate, Trend, TrendArm, TrendKind, TrendPoint, TrendStep } from "./types.ts";

/** Of a step: a change that is none is called one with this chance. */
const alpha = 0.05;
const margin = 0.05;
/** A trend goes on over changes of all kinds; each step says which. */
const allowed: readonly DifferenceKind[] = ["agent", "cases", "requests", "gates", "checks"];

/**
 * The trend over runs that come in the order of time: every run with the next one, and the first
 * with the last, by the tests of `compareArms` in scope `suite`. Only three runs are held at a
 * time, so that the runs may be read as they are asked for.
 *
 * @param arms each with at least one answer
 */
export async function buildTrend(kind: TrendKind, arms: AsyncIterable<TrendArm>): Promise<Trend> {
  const points: TrendPoint[] = [];
  const steps: TrendStep[] = [];
  let first: TrendArm | null = null;
  let last: TrendArm | null = null;
  for await (const arm of arms) {
    points.push(describePoint(arm));
    if (last) steps.push(compareStep(last, arm));
    first ??= arm;
    last = arm;
  }
  const [only] = steps;
  const sinceFirst = steps.length > 1 && first && last ? compareStep(first, last) : (only ?? null);
  return { kind, points, steps, sinceFirst };
}

function compareStep(from: TrendArm, to: TrendArm): TrendStep {
  const changes = findTrendChanges(from, to);
  return { from: from.run.id, to: to.run.id, changes, compared: compareWithin(from, to) };
}

function compareWithin(from: TrendArm, to: TrendArm): TrendStep["compared"] {
  try {
    const report = compareArms([from, to], { scope: "suite", margin, alpha }, allowed);
    const [comparison] = report.comparisons;
    if (!comparison) return null;
    const { verdict, total, gates, brokenCases } = comparison;
    return { verdict: verdict.kind, total: pick(total), gates: gates.map(pick), brokenCases };
  } catch (error) {
    if (error instanceof UserError && error.code === "compare/no-common-case") return null;
    throw error;
  }
}

function pick(one: GateComparison): StepGate {
  const { gate, level, pairs, rates, difference, p, decision, flips } = one;
  return { gate, level, pairs, rates, difference, p, decision, flips };
}
