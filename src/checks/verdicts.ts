import type { Evidence, Verdict } from "../record/index.ts";

/** Evidence of one verdict is at most this long: a reader wants places, not a listing. */
const mostEvidence = 20;

/** The gate is met. */
export function pass(reason: string, evidence: readonly Evidence[], score = 1): Verdict {
  return { outcome: "pass", score, reason, evidence: evidence.slice(0, mostEvidence) };
}

/** The gate is not met; `score` is the share of what was looked at that meets it. */
export function fail(reason: string, evidence: readonly Evidence[], score = 0): Verdict {
  return { outcome: "fail", score, reason, evidence: evidence.slice(0, mostEvidence) };
}

/** The gate does not apply to this answer. */
export function notApplicable(reason: string, evidence: readonly Evidence[] = []): Verdict {
  return { outcome: "na", score: null, reason, evidence: evidence.slice(0, mostEvidence) };
}

/** The check could not decide: never counted as a fail. */
export function undecided(reason: string, evidence: readonly Evidence[] = []): Verdict {
  return { outcome: "error", score: null, reason, evidence: evidence.slice(0, mostEvidence) };
}
