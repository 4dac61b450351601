import type { Answer, AnswerStatus, FailureCause, MissingStatus } from "./line-schema.ts";
import type { SampleKey } from "./run-schema.ts";
import type { Verdict } from "./verdict.ts";

/** `pending`: planned, and nothing is stored of it yet. */
export type SampleStatus = AnswerStatus | MissingStatus | "pending";

/** A sample as reports see it: its place in the plan, what came back, and what the checks said. */
export interface Sample extends SampleKey {
  /** `case/promptVersion/model/repeat`, see `sampleKey`. */
  readonly key: string;
  readonly status: SampleStatus;
  /** null: no answer is stored. */
  readonly answer: Answer | null;
  /** Why there is no answer; null where there is one, or while pending. */
  readonly failure: { readonly cause: FailureCause; readonly reason: string } | null;
  /** By gate id, of the last grading; null: not graded. Gates to which the case is not restricted are absent. */
  readonly verdicts: Readonly<Record<string, Verdict>> | null;
  /** null: not known, or nothing was decided; see `missing`. */
  readonly passes: boolean | null;
  /** Why the sample is a missing value, as a sentence; null: it is none. */
  readonly missing: string | null;
}

/** How often a gate had which outcome. The numbers add up to the samples to which it applies. */
export interface GateTally {
  readonly gate: string;
  readonly pass: number;
  readonly fail: number;
  readonly na: number;
  readonly error: number;
  readonly unchecked: number;
  /** Samples without an answer, or not graded yet. */
  readonly missing: number;
}
