import type { MessageBatchIndividualResponse } from "@anthropic-ai/sdk/resources/messages.js";
import type { OpenAccount } from "../account.ts";
import { buildMessage } from "../build-message.ts";
import { checkMessage } from "../check-message.ts";
import type { ServedModel } from "../known-models.ts";
import { messageBodySchema, sayIssue, systemTextOf, userTextOf } from "../message-body.ts";
import type { PromptCache } from "../prompt-cache.ts";
import { errorBody } from "../send-json.ts";
import { shuffle } from "../seeded-random.ts";
import type { FakeOptions } from "../types.ts";
import type { Batch, BatchEntry, BatchResult } from "./batch.ts";

export interface BatchWork {
  readonly options: FakeOptions;
  readonly models: readonly ServedModel[];
  readonly account: OpenAccount;
  readonly cache: PromptCache;
}

/** Answers all entries of a batch, bills those that succeed, and gives the results in no order. */
export function endBatch(batch: Batch, work: BatchWork): readonly BatchResult[] {
  const results = batch.entries.map((entry, index) => endEntry(batch, entry, index, work));
  return shuffle(results, work.options.batches?.seed ?? 1);
}

function endEntry(
  batch: Batch,
  entry: BatchEntry,
  index: number,
  { options, models, account, cache }: BatchWork,
): BatchResult {
  const isCanceled = batch.canceledAt !== null;
  const told =
    options.batches?.entry?.({ ...entry, batchId: batch.id, isCanceled }) ??
    (isCanceled ? "canceled" : "succeeded");
  const line = (result: MessageBatchIndividualResponse["result"]): BatchResult => ({
    end: result.type,
    json: { custom_id: entry.customId, result } satisfies MessageBatchIndividualResponse,
  });
  const errored = (type: string, message: string) =>
    line({ type: "errored", error: errorBody(type, message, null) });
  if (told === "expired" || told === "canceled") return line({ type: told });
  if (told === "errored") return errored("api_error", "Failing as told.");
  const parsed = messageBodySchema.safeParse(entry.params);
  if (!parsed.success) return errored("invalid_request_error", sayIssue(parsed.error));
  const body = parsed.data;
  if (body.stream === true) {
    return errored("invalid_request_error", "stream: Streaming is not supported in batches.");
  }
  const model = models.find(({ id }) => id === body.model);
  if (!model) return errored("not_found_error", `model: ${body.model}`);
  const issue = checkMessage(body, model);
  if (issue !== null) return errored("invalid_request_error", issue);

  const id = `${batch.id}_${index}`;
  const user = userTextOf(body);
  const system = systemTextOf(body);
  const request = { id, user, system, model: body.model, apiKey: null, body, attempt: 1 };
  const text = options.answer?.(request) ?? `Answer to: ${user}`;
  const { message, usage } = buildMessage({ id, body, text, fault: null, cache, isBatch: true });
  cache.write(body);
  const servedModel = message.model;
  account.bill({ id, user, system, model: body.model, servedModel, isBatch: true, usage }, "whole");
  return line({ type: "succeeded", message });
}
