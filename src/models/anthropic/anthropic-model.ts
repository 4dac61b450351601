import type { RunRecord, Sampling } from "../../record/index.ts";
import { stopAfter } from "../http/stop-after.ts";
import { boundTokens, costOf, maxCostOf, type PriceTable } from "../prices/index.ts";
import { createAdaptiveLimiter } from "../throttling/adaptive-limiter.ts";
import type { Model, ModelReply } from "../types.ts";
import { factsOfError, type ApiErrorFacts } from "./api-error-facts.ts";
import { observeAttempts } from "./attempts.ts";
import { createAnthropicBatches } from "./batches/anthropic-batches.ts";
import { connect, type Connection } from "./connect.ts";
import { createLanes } from "./lanes.ts";
import { messageParams } from "./message-params.ts";
import { withoutSecrets } from "./read-credentials.ts";
import { replyOfError } from "./reply-of-error.ts";
import { replyOfMessage } from "./reply-of-message.ts";
import { requireSupported } from "./require-supported.ts";

export interface AnthropicOptions {
  /** Id of the API, not an alias. */
  readonly id: string;
  readonly prices: PriceTable;
  /** See `connect`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Pick<
    RunRecord["settings"],
    "concurrency" | "maxTokens" | "sampling" | "timeoutMs"
  >;
  /** How often the SDK tries again after 408, 409, 429, 5xx and failed connections. */
  readonly maxRetries?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Asks a model of Anthropic's Messages API, streaming, so that long answers do not time out. */
export function createAnthropicModel(options: AnthropicOptions): Model {
  const { id, prices, env, settings, maxRetries = 4, now = Date.now } = options;
  const { concurrency, maxTokens, timeoutMs } = settings;
  const sampling: Sampling = settings.sampling;
  const limiter = createAdaptiveLimiter({ model: id, ceiling: concurrency, now });
  let connection: Promise<Connection> | undefined;
  let lanes: ReturnType<typeof createLanes> | undefined;
  const connected = () => (connection ??= connect({ env, maxRetries, timeoutMs }));

  return {
    id,
    kind: "anthropic",
    async prepare() {
      requireSupported(id, { maxTokens, sampling });
      await connected();
    },
    async ask(request, { signal, mayRetry = () => Promise.resolve(true) }): Promise<ModelReply> {
      const { sdk, client } = await connected();
      lanes ??= createLanes(client);
      const startedMs = now();
      const stop = stopAfter(timeoutMs, signal);
      const attempts = observeAttempts({
        limiter,
        signal: stop.signal,
        mayRetry,
        giveUp: stop.abort,
        now,
      });
      const lane = lanes.take(attempts);
      let isWhole = false;
      try {
        const message = await lane.client.messages
          .stream(messageParams(request, { id, maxTokens, sampling }), { signal: stop.signal })
          .finalMessage();
        const endedMs = now();
        const reply = replyOfMessage(message, {
          latencyMs: Math.max(0, endedMs - startedMs),
          answeredAt: new Date(endedMs).toISOString(),
        });
        isWhole = reply.kind === "answer";
        return withLost(withCost(reply, id, prices), attempts.lost(isWhole));
      } catch (error) {
        if (signal.aborted) return { kind: "aborted" };
        const lostAttempts = attempts.lost(false);
        if (attempts.isRefused()) return { ...overBudget, lostAttempts };
        const facts = stop.isTimeout() ? tookTooLong(timeoutMs) : factsOfError(error, sdk);
        const message = withoutSecrets(facts.message, env);
        return withLost(replyOfError({ ...facts, message }, id), lostAttempts);
      } finally {
        lanes.giveBack(lane);
        attempts.end(isWhole);
        stop.release();
      }
    },
    maxCostUsd({ system, user }) {
      const promptTokens = boundTokens(system) + boundTokens(user);
      return maxCostOf({ promptTokens, maxTokens }, id, prices, { batch: false });
    },
    batches: createAnthropicBatches({ id, settings, prices, env, connect: connected }),
    throttling: () => limiter.report(),
  };
}

const overBudget = {
  kind: "failure",
  status: "over budget",
  cause: "budget",
  reason: "The connection was lost, and asking again might exceed the budget.",
} as const satisfies ModelReply;

/** By the prices of the model that really answered. */
function withCost(reply: ModelReply, id: string, prices: PriceTable): ModelReply {
  if (reply.kind !== "answer" || reply.answer.usage === null) return reply;
  const { usage, servedModel } = reply.answer;
  const costUsd = costOf(usage, servedModel ?? id, prices, { batch: false });
  return { ...reply, answer: { ...reply.answer, costUsd } };
}

function withLost(reply: ModelReply, lostAttempts: number): ModelReply {
  return reply.kind === "aborted" || lostAttempts === 0 ? reply : { ...reply, lostAttempts };
}

function tookTooLong(timeoutMs: number): ApiErrorFacts {
  const message = `no whole reply within ${timeoutMs / 1000} s`;
  return { httpStatus: null, type: null, message, kind: "timeout" };
}
