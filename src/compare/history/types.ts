import type { Interval } from "../../stats/index.ts";
import type { Arm, Comparison, GateComparison } from "../types.ts";

/** An arm of a run of the results folder. */
export interface TrendArm extends Arm {
  readonly folder: string;
}

/** Whether answers were asked for, or recordings played again. */
export type TrendKind = "live" | "replay";

/** A gate in one run, over all of the run's own cases. */
export interface PointGate {
  readonly gate: string;
  readonly level: "required" | "advisory";
  readonly statement: string;
  /** Mean over the cases that were decided; null: none was. */
  readonly rate: number | null;
  /** Cases that were decided. */
  readonly cases: number;
}

/** One run of a trend. */
export interface TrendPoint {
  readonly runId: string;
  readonly folder: string;
  readonly startedAt: string;
  readonly promptVersion: string;
  readonly promptHash: string | null;
  readonly model: string;
  /** The models that really answered, as far as that is known. */
  readonly servedModels: readonly string[];
  /** Of the last grading. */
  readonly checksHash: string;
  readonly suiteHash: string;
  readonly assay: string;
  readonly repeats: number;
  readonly cases: number;
  readonly samples: number;
  readonly missing: number;
  /** Answers that pass every required gate. */
  readonly total: { readonly rate: number | null; readonly interval: Interval | null };
  readonly gates: readonly PointGate[];
}

export type TrendChangeKind =
  | "agent"
  | "prompt"
  | "model"
  | "served-model"
  | "checks"
  | "gates"
  | "cases"
  | "settings"
  | "suite"
  | "assay";

/** What is not as it was in the run before. */
export interface TrendChange {
  readonly kind: TrendChangeKind;
  /** A few words: `prompt 3f2a91c0 → 91bc22aa`. */
  readonly description: string;
}

/** A gate between two runs, over the cases that both decide. */
export type StepGate = Pick<
  GateComparison,
  "gate" | "level" | "pairs" | "rates" | "difference" | "p" | "decision" | "flips"
>;

/** From one run to a later one. */
export interface TrendStep {
  readonly from: string;
  readonly to: string;
  readonly changes: readonly TrendChange[];
  /** null: the runs have no case in common. */
  readonly compared: {
    readonly verdict: Comparison["verdict"]["kind"];
    readonly total: StepGate;
    readonly gates: readonly StepGate[];
    /** Cases that are worse on their own, which the gates may not show. */
    readonly brokenCases: Comparison["brokenCases"];
  } | null;
}

/** The runs of a suite in the order of time. */
export interface Trend {
  readonly kind: TrendKind;
  readonly points: readonly TrendPoint[];
  /** From each run to the next one. */
  readonly steps: readonly TrendStep[];
  /** From the first run to the last one; null for a single run. */
  readonly sinceFirst: TrendStep | null;
}
