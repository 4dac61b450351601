import type { ModelReply } from "../models/index.ts";
import type { AnswerLine, OutcomeLine } from "../record/index.ts";

/** How a sample ended. */
export type SettledLine = AnswerLine | OutcomeLine;

export type SettledReply = Exclude<ModelReply, { readonly kind: "aborted" }>;

/** @param nowMs milliseconds since 1970 */
export function lineOfReply(reply: SettledReply, sample: string, nowMs: number): SettledLine {
  const lost = reply.lostAttempts === undefined ? {} : { lostAttempts: reply.lostAttempts };
  if (reply.kind === "answer") {
    const { status, answer } = reply;
    return { kind: "answer", sample, status, answer, ...lost };
  }
  const { status, cause, reason } = reply;
  return { kind: "outcome", sample, status, cause, reason, at: timeOf(nowMs), ...lost };
}

/** A sample that was not asked. @param nowMs milliseconds since 1970 */
export function overBudgetLine(sample: string, nowMs: number): OutcomeLine {
  return {
    kind: "outcome",
    sample,
    status: "over budget",
    cause: "budget",
    reason: "Asking might exceed the budget.",
    at: timeOf(nowMs),
  };
}

/** Most that a call can have cost, in USD: lost requests, and answers of unknown cost, at their maximum. */
export function mostCostOfReply(reply: SettledReply, maxCostUsd: number): number {
  const own = reply.kind === "answer" ? (reply.answer.costUsd ?? maxCostUsd) : 0;
  return own + (reply.lostAttempts ?? 0) * maxCostUsd;
}

function timeOf(nowMs: number): string {
  return new Date(nowMs).toISOString();
}
