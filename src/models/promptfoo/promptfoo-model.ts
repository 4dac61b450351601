import { setTimeout as sleep } from "node:timers/promises";
import { stopAfter, type Deadline } from "../http/stop-after.ts";
import { boundTokens, costOf, maxCostOf, priceIdOf, type PriceTable } from "../prices/index.ts";
import { createAdaptiveLimiter, type ThrottleCause } from "../throttling/adaptive-limiter.ts";
import type { AskOptions, Model, ModelReply, ModelRequest } from "../types.ts";
import { askOnce, type Attempt } from "./ask-once.ts";
import { replyOfFailure } from "./failure.ts";
import { loadProvider, type LoadedProvider, type LoadOptions } from "./load-provider.ts";
import { rehearse } from "./rehearse.ts";
import { isWorthAnotherTry, pauseBefore } from "./retry.ts";

export interface PromptfooOptions extends LoadOptions {
  readonly prices: PriceTable;
  /** How often it is asked again after 408, 429, 5xx and failed connections (default: 4). */
  readonly maxRetries?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/**
 * Asks a model of any provider that promptfoo knows. promptfoo is loaded when the model is
 * prepared, not before.
 */
export function createPromptfooModel(options: PromptfooOptions): Model {
  const { id, env, settings, prices, maxRetries = 4, now = Date.now } = options;
  const { concurrency, maxTokens, timeoutMs } = settings;
  const limiter = createAdaptiveLimiter({ model: id, ceiling: concurrency, now });
  let loading: Promise<LoadedProvider> | undefined;
  const loaded = () => (loading ??= loadProvider({ id, env, settings }));

  /** In its turn. */
  async function askInTurn(request: ModelRequest, stop: Deadline, startedMs: number) {
    const provider = await loaded();
    const slot = await limiter.acquire(stop.signal);
    try {
      const { signal, isTimeout } = stop;
      const attempt = await askOnce(provider, {
        id,
        env,
        settings,
        request,
        signal,
        isTimeout,
        startedMs,
        now,
      });
      const cause = throttleCauseOf(attempt);
      if (cause !== null) slot.throttled(cause, attempt.facts.retryAfterMs);
      else if (attempt.reply !== null) slot.succeeded();
      return attempt;
    } finally {
      slot.release();
    }
  }

  async function ask(
    request: ModelRequest,
    { mayRetry = () => Promise.resolve(true) }: AskOptions,
    stop: Deadline,
  ): Promise<ModelReply> {
    const startedMs = now();
    let lost = 0;
    for (let tries = 1; ; tries += 1) {
      const attempt = await askInTurn(request, stop, startedMs);
      const { reply, failure, facts } = attempt;
      if (reply !== null) return withLost(withCost(reply, id, prices), lost);
      const isLost = isLostInFlight(attempt);
      if (isLost) lost += 1;
      const pauseMs = pauseBefore(tries, facts.retryAfterMs, (options.random ?? Math.random)());
      const hasTime = now() + pauseMs < startedMs + timeoutMs;
      if (tries > maxRetries || !hasTime || !isWorthAnotherTry(failure, facts)) {
        return withLost(replyOfFailure(failure, id), lost);
      }
      if (isLost && !(await mayRetry())) return { ...overBudget, lostAttempts: lost };
      await sleep(pauseMs, undefined, { signal: stop.signal });
    }
  }

  return {
    id,
    kind: "promptfoo",
    async prepare([request]) {
      const provider = await loaded();
      if (request && provider.dialect.canRehearse) {
        await rehearse(provider, { id, request, settings, env });
      }
    },
    async ask(request, asked): Promise<ModelReply> {
      const stop = stopAfter(timeoutMs, asked.signal);
      try {
        const reply = await ask(request, asked, stop);
        return asked.signal.aborted && reply.kind === "failure" ? { kind: "aborted" } : reply;
      } catch (error) {
        if (asked.signal.aborted) return { kind: "aborted" };
        if (stop.isTimeout()) return tookTooLong(timeoutMs);
        throw error;
      } finally {
        stop.release();
      }
    },
    maxCostUsd({ system, user }) {
      const own = prices.models.get(priceIdOf(id, prices) ?? id);
      if (own === undefined) return null;
      const promptTokens = boundTokens(system) + boundTokens(user);
      // Most services take nothing for writing into their caches, and less for reading from them.
      const caching = own.cacheWrite5m !== null;
      return maxCostOf({ promptTokens, maxTokens }, id, prices, { batch: false, caching });
    },
    throttling: () => limiter.report(),
    async close() {
      const provider = await loading?.catch(() => undefined);
      await provider?.provider.cleanup?.();
    },
  };
}

const overBudget = {
  kind: "failure",
  status: "over budget",
  cause: "budget",
  reason: "The connection was lost, and asking again might exceed the budget.",
} as const satisfies ModelReply;

/** Its turn did not come in time. */
function tookTooLong(timeoutMs: number): ModelReply {
  return {
    kind: "failure",
    status: "infrastructure",
    cause: "timeout",
    reason: `The model took too long: no turn within ${timeoutMs / 1000} s`,
  };
}

function throttleCauseOf({ failure }: Attempt): ThrottleCause | null {
  if (failure?.kind !== "missing") return null;
  return failure.cause === "rate-limit" || failure.cause === "overloaded" ? failure.cause : null;
}

/** Whether a request went out that was never answered in full: it may have been billed. */
function isLostInFlight({ failure, facts }: Attempt): boolean {
  if (failure?.kind !== "missing") return false;
  if (facts.failure !== null) return facts.failure.sent === "after";
  return failure.cause === "timeout" && facts.status === null;
}

/** By the user's prices, else as promptfoo reckons. */
function withCost(reply: ModelReply, id: string, prices: PriceTable): ModelReply {
  if (reply.kind !== "answer" || priceIdOf(id, prices) === null) return reply;
  const { usage } = reply.answer;
  const costUsd = usage === null ? null : costOf(usage, id, prices, { batch: false });
  return { ...reply, answer: { ...reply.answer, costUsd } };
}

function withLost(reply: ModelReply, lostAttempts: number): ModelReply {
  return reply.kind === "aborted" || lostAttempts === 0 ? reply : { ...reply, lostAttempts };
}
