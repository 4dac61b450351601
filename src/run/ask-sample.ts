import type { Model, ModelRequest } from "../models/index.ts";
import { sampleKey, type Line, type SampleKey } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import type { Budget } from "./budget.ts";
import { lineOfReply, mostCostOfReply, overBudgetLine, type SettledLine } from "./settled-line.ts";

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
export async function askSample(options: AskSampleOptions): Promise<SettledLine | null> {
  const { place, model, request, budget, append, signal, isStopped, now } = options;
  const sample = sampleKey(place);
  const isLive = model.kind !== "recordings";
  const maxCostUsd = model.maxCostUsd ? model.maxCostUsd(request) : isLive ? null : 0;
  const reservation = await budget.reserve(maxCostUsd ?? 0);
  let spentUsd = 0;
  try {
    if (isStopped()) return null;
    if (reservation === null) {
      const line = overBudgetLine(sample, now());
      await append(line, { durable: false });
      return line;
    }
    let attempts = 0;
    const putDown = async (): Promise<void> => {
      attempts += 1;
      // A call whose end is never heard of may have cost all that it can.
      spentUsd = attempts * (maxCostUsd ?? 0);
      const attempt = attempts > 1 ? { attempt: attempts } : {};
      const at = new Date(now()).toISOString();
      const line = { kind: "asked", sample, at, maxCostUsd, ...attempt } as const;
      if (isLive) await append(line, { durable: false });
    };
    let failed: { readonly error: unknown } | null = null;
    const mayRetry = async (): Promise<boolean> => {
      try {
        if (!reservation.extend()) return false;
        await putDown();
        return true;
      } catch (error) {
        failed = { error };
        return false;
      }
    };
    await putDown();
    const reply = await model.ask(request, { signal, mayRetry }).catch(async (error: unknown) => {
      // Turned away: nobody is billed for it. What was sent before it may be, and stays listed.
      if (attempts === 1 && isLive && error instanceof UserError) {
        spentUsd = 0;
        const at = new Date(now()).toISOString();
        await append({ kind: "turned away", sample, at }, { durable: false });
      }
      throw error;
    });
    if (failed) throw (failed as { readonly error: unknown }).error;
    if (reply.kind === "aborted") return null;
    const line = lineOfReply(reply, sample, now());
    spentUsd = mostCostOfReply(reply, maxCostUsd ?? 0);
    await append(line, { durable: line.kind === "answer" && isLive });
    return line;
  } finally {
    reservation?.settle(spentUsd);
  }
}
