import type { Model, ModelReply, ModelRequest } from "../models/index.ts";
import {
  sampleKey,
  type AnswerLine,
  type Line,
  type OutcomeLine,
  type SampleKey,
} from "../record/index.ts";
import type { Budget } from "./budget.ts";

export interface AskSampleOptions {
  readonly place: SampleKey;
  readonly model: Model;
  readonly request: ModelRequest;
  readonly budget: Budget;
  /** Stores a line; resolves when it is on disk. */
  readonly append: (line: Line, options: { readonly durable: boolean }) => Promise<void>;
  readonly signal: AbortSignal;
  /** Whether nothing new may be started any more. */
  readonly isStopped: () => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Asks for one sample: money is set aside, that it is asked is stored before it is, and what came
 * back is stored before anything is done with it.
 *
 * @returns the stored line; null: it was not asked, or given up, because of a stop
 */
export async function askSample(
  options: AskSampleOptions,
): Promise<AnswerLine | OutcomeLine | null> {
  const { place, model, request, budget, append, signal, isStopped, now } = options;
  const sample = sampleKey(place);
  const at = () => new Date(now()).toISOString();
  const isLive = model.kind !== "recordings";
  const maxCostUsd = model.maxCostUsd ? model.maxCostUsd(request) : isLive ? null : 0;
  const reservation = await budget.reserve(maxCostUsd ?? 0);
  let spentUsd = 0;
  try {
    if (isStopped()) return null;
    if (reservation === null) {
      const line: OutcomeLine = { kind: "outcome", sample, ...overBudget, at: at() };
      await append(line, { durable: false });
      return line;
    }
    if (isLive) await append({ kind: "asked", sample, at: at(), maxCostUsd }, { durable: false });
    // A call whose end is never heard of may have cost all that it can.
    spentUsd = maxCostUsd ?? 0;
    const reply = await model.ask(request, { signal, mayRetry: reservation.extend });
    if (reply.kind === "aborted") return null;
    const line = lineOf(reply, sample, at());
    spentUsd = costOfReply(reply, maxCostUsd);
    await append(line, { durable: line.kind === "answer" && isLive });
    return line;
  } finally {
    reservation?.settle(spentUsd);
  }
}

const overBudget = {
  status: "over budget",
  cause: "budget",
  reason: "Asking might exceed the budget.",
} as const;

type Settled = Exclude<ModelReply, { readonly kind: "aborted" }>;

function lineOf(reply: Settled, sample: string, at: string): AnswerLine | OutcomeLine {
  const lost = reply.lostAttempts === undefined ? {} : { lostAttempts: reply.lostAttempts };
  if (reply.kind === "answer") {
    const { status, answer } = reply;
    return { kind: "answer", sample, status, answer, ...lost };
  }
  const { status, cause, reason } = reply;
  return { kind: "outcome", sample, status, cause, reason, at, ...lost };
}

/** Most that the call can have cost: lost requests, and answers of unknown cost, at their maximum. */
function costOfReply(reply: Settled, maxCostUsd: number | null): number {
  const most = maxCostUsd ?? 0;
  const own = reply.kind === "answer" ? (reply.answer.costUsd ?? most) : 0;
  return own + (reply.lostAttempts ?? 0) * most;
}
