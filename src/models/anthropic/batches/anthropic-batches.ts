import { boundTokens, maxCostOf } from "../../prices/index.ts";
import type { BatchModel } from "../../types.ts";
import type { BatchContext } from "./batch-context.ts";
import { createPolling } from "./polling.ts";
import { findBatch } from "./find-batch.ts";
import { readReplies } from "./read-replies.ts";
import { submitBatch } from "./submit-batch.ts";

/** The API takes 100,000, and 256 MB: far fewer prompts of 100 KB. */
const mostRequests = 2_000;

/** Message Batches of Anthropic's API: half the price, within 24 hours. */
export function createAnthropicBatches(options: Omit<BatchContext, "polling">): BatchModel {
  const context: BatchContext = { ...options, polling: createPolling };
  return {
    mostRequests,
    maxCostUsd({ system, user }) {
      const promptTokens = boundTokens(system) + boundTokens(user);
      const { maxTokens } = context.settings;
      return maxCostOf({ promptTokens, maxTokens }, context.id, context.prices, { batch: true });
    },
    submit: (requests, intent, signal) => submitBatch(context, { requests, intent, signal }),
    find: (intent, signal) => findBatch(context, intent, signal),
    replies: (id, { signal, onState }) => readReplies(context, id, { signal, onState }),
  };
}
