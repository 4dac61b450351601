import type { Evidence, RunRecord, Sample } from "../record/index.ts";
import type { Flakiness, Interval, PassCount } from "../stats/index.ts";

/**
 * What a comparison speaks of. `suite`: these very cases, only the answers vary; for changes of a
 * prompt. `population`: cases like these, the cases are a sample, too; for the choice of a model.
 */
export type Scope = "suite" | "population";

export interface CompareOptions {
  readonly scope: Scope;
  /** Largest drop that may pass, 0..1. */
  readonly margin: number;
  /** Chance of a false alarm, 0..1. */
  readonly alpha: number;
}

/** One prompt version on one model in one run. */
export interface Arm {
  /** How reports name it, unlike all others. */
  readonly name: string;
  readonly run: RunRecord;
  readonly promptVersion: string;
  readonly model: string;
  /** Its own samples, in the order of the plan. */
  readonly samples: readonly Sample[];
  /** Its verdicts are of today's checks, and not those that were stored. */
  readonly isRegraded?: boolean;
}

/** Median and 90th percentile of what is known of an arm's answers; nulls where nothing is. */
export interface Spread {
  /** Answers of which it is known. */
  readonly known: number;
  readonly median: number | null;
  readonly p90: number | null;
}

/** An arm on its own, over the cases that are compared. */
export interface ArmFacts {
  readonly name: string;
  readonly runId: string;
  readonly promptVersion: string;
  readonly model: string;
  /** Samples of the plan, and how many of them are missing values. */
  readonly samples: number;
  readonly missing: number;
  /** Every answer is a recording: nothing was asked for this run. */
  readonly recorded: boolean;
  /** Its verdicts are of today's checks, and not those that were stored. */
  readonly regraded: boolean;
  /** Share that passes every required gate, mean over cases; nulls where nothing was decided. */
  readonly rate: number | null;
  /** 95 %, clustered by case. */
  readonly interval: Interval | null;
  /** With repeats: chance that one, and that all, of `k` answers to a case pass. */
  readonly reliability: {
    readonly k: number;
    readonly passAtK: number;
    readonly passHatK: number;
  } | null;
  readonly answers: number;
  readonly costUsd: Spread;
  /** Those read from and written to the cache included. */
  readonly inputTokens: Spread;
  readonly outputTokens: Spread;
  readonly latencyMs: Spread;
}

/** What can be said of a gate. `no-regression` rules out a drop of the margin or more. */
export type Decision =
  | "regressed"
  | "worse-within-margin"
  | "improved"
  | "no-regression"
  | "inconclusive"
  | "not-compared";

/** A case that passed mostly and now fails mostly, or the other way round. */
export interface Flip {
  readonly case: string;
  readonly direction: "worse" | "better";
  readonly before: PassCount;
  readonly after: PassCount;
  /** The first answer that fails, of the side on which it fails. */
  readonly example: {
    /** Key of the sample in its run. */
    readonly sample: string;
    readonly gate: string | null;
    readonly reason: string;
    readonly place: Evidence | null;
  } | null;
}

/** Cases that are in no pair of a gate, by ids. */
export interface UnpairedCases {
  /** `na` before, decided now. */
  readonly newlyApplies: readonly string[];
  /** Decided before, `na` now. */
  readonly noLongerApplies: readonly string[];
  readonly appliesToNeither: readonly string[];
  /** No check decides the gate, on one side at least. */
  readonly unchecked: readonly string[];
  /** No answer, or the check could not decide, on one side at least. */
  readonly missing: readonly string[];
}

/** Baseline and candidate in one gate, over the cases that both decide. */
export interface GateComparison {
  /** null: all required gates together. */
  readonly gate: string | null;
  readonly level: "required" | "advisory";
  readonly statement: string;
  /** Cases that are decided on both sides. */
  readonly pairs: number;
  /** Answers in these pairs. */
  readonly answers: { readonly before: number; readonly after: number };
  /** Mean over the pairs; null without pairs. */
  readonly rates: { readonly before: number; readonly after: number } | null;
  /** Candidate minus baseline, −1..1; both bounds hold with 1 − alpha each. */
  readonly difference: (Interval & { readonly estimate: number }) | null;
  /** One-sided p values, and the two-sided one. */
  readonly p: { readonly worse: number; readonly better: number; readonly twoSided: number } | null;
  readonly decision: Decision;
  readonly flips: readonly Flip[];
  readonly unpaired: UnpairedCases;
}

/** A case that is worse on its own, beyond chance, corrected for the number of cases. */
export interface BrokenCase {
  readonly case: string;
  readonly before: PassCount;
  readonly after: PassCount;
  readonly p: number;
}

/** A case whose answers disagree, and that did not flip. */
export interface FlakyCase {
  readonly case: string;
  readonly before: PassCount & Flakiness;
  readonly after: PassCount & Flakiness;
}

/**
 * What this comparison could have told of all required gates together, at the level at which they
 * were tested.
 */
export interface Power {
  /** A drop that would be found with a chance of 80 %, 0..1; null: none. */
  readonly detectable: number | null;
  /** With one answer each: how many cases must turn worse, none better, to tell; else null. */
  readonly flipsNeeded: number | null;
  /** Repeats with which a drop of the margin would be found; null: not known, or none is enough. */
  readonly repeatsNeeded: number | null;
  /** Cases with which it would be, with as many repeats as now; null: not known. */
  readonly casesNeeded: number | null;
  /**
   * Answers to each case, on both sides, with which one case whose answers all flip would be found
   * among so many noisy ones; null: in scope `population`, which says nothing of single cases.
   */
  readonly repeatsForBrokenCase: number | null;
}

export type VerdictKind =
  | "regressed"
  | "case-broken"
  | "worse-within-margin"
  | "improved"
  | "no-regression"
  | "inconclusive"
  /** Too much is missing. */
  | "incomplete"
  /** No required gate was decided on both sides. */
  | "nothing-compared";

export interface Verdict {
  readonly kind: VerdictKind;
  /** Gates on which it rests, the strongest first; null: all required gates together. */
  readonly gates: readonly (string | null)[];
  /** Required gates of which nothing can be said. */
  readonly open: readonly (string | null)[];
}

/** A baseline and a candidate: plain data from which every report is made. */
export interface Comparison {
  readonly scope: Scope;
  readonly margin: number;
  /** Of this comparison: shared out where one baseline has several candidates. */
  readonly alpha: number;
  readonly before: ArmFacts;
  readonly after: ArmFacts;
  /** What is not the same on both sides. */
  readonly changed: readonly ("prompt" | "model")[];
  /** Cases in both. */
  readonly cases: number;
  readonly verdict: Verdict;
  readonly total: GateComparison;
  /** In the order of the suite. */
  readonly gates: readonly GateComparison[];
  /** In scope `suite` only. */
  readonly brokenCases: readonly BrokenCase[];
  readonly flakyCases: readonly FlakyCase[];
  readonly power: Power;
}

/** Several arms, the best first. */
export interface Ranking {
  readonly scope: Scope;
  readonly alpha: number;
  readonly arms: readonly (ArmFacts & {
    /** Arms that share a letter are not told apart. */
    readonly letters: string;
  })[];
  /** Every pair of arms: adjusted for their number by Holm. */
  readonly pairs: readonly {
    readonly first: string;
    readonly second: string;
    /** Second minus first. */
    readonly difference: number | null;
    readonly pAdjusted: number;
  }[];
}

/** All that `assay compare` says. */
export interface ComparisonReport {
  readonly scope: Scope;
  readonly margin: number;
  readonly alpha: number;
  /** Cases and gates that were left out because the runs differ in them. */
  readonly leftOut: { readonly cases: readonly string[]; readonly gates: readonly string[] };
  /** Each candidate against the first arm. */
  readonly comparisons: readonly Comparison[];
  /** null for two arms. */
  readonly ranking: Ranking | null;
}
