import type {
  MessageBatch,
  MessageBatchIndividualResponse,
} from "@anthropic-ai/sdk/resources/messages.js";
import { costOf } from "../../prices/index.ts";
import type { BatchState, ModelReply } from "../../types.ts";
import type { Connection } from "../connect.ts";
import { replyOfError } from "../reply-of-error.ts";
import { replyOfMessage } from "../reply-of-message.ts";
import type { BatchContext } from "./batch-context.ts";
import { untilReached } from "./until-reached.ts";

/** See `BatchModel.replies`. */
export async function* readReplies(
  context: BatchContext,
  id: string,
  options: { readonly signal: AbortSignal; readonly onState: (state: BatchState) => void },
): AsyncGenerator<{ readonly customId: string; readonly reply: ModelReply }> {
  const connection = await context.connect();
  const { signal } = options;
  const batch = await untilReached(context, signal, () =>
    waitForEnd(connection, id, options, context),
  );
  if (batch === null || batch.results_url === null) return;
  const entries = await untilReached(context, signal, () => readEntries(connection, id));
  for (const entry of entries ?? []) {
    yield { customId: entry.custom_id, reply: replyOf(entry, batch, context) };
  }
}

/** All of them or none: results that break off are read again. */
async function readEntries(
  { client }: Connection,
  id: string,
): Promise<readonly MessageBatchIndividualResponse[]> {
  const entries: MessageBatchIndividualResponse[] = [];
  for await (const entry of await client.messages.batches.results(id)) entries.push(entry);
  return entries;
}

/** null: aborted. */
async function waitForEnd(
  { client }: Connection,
  id: string,
  {
    signal,
    onState,
  }: { readonly signal: AbortSignal; readonly onState: (state: BatchState) => void },
  context: BatchContext,
): Promise<MessageBatch | null> {
  const polling = context.polling();
  while (!signal.aborted) {
    const batch = await client.messages.batches.retrieve(id, {}, { signal });
    const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
    const ended = succeeded + errored + canceled + expired;
    onState({ id, total: processing + ended, ended });
    if (batch.processing_status === "ended") return batch;
    await polling.wait(signal);
  }
  return null;
}

function replyOf(
  { result }: MessageBatchIndividualResponse,
  { ended_at: endedAt }: MessageBatch,
  { id, prices }: BatchContext,
): ModelReply {
  switch (result.type) {
    case "succeeded": {
      const answeredAt = new Date(endedAt ?? Date.now()).toISOString();
      // How long the one answer took, nobody says.
      const reply = replyOfMessage(result.message, { latencyMs: null, answeredAt });
      if (reply.kind !== "answer" || reply.answer.usage === null) return reply;
      const { usage, servedModel } = reply.answer;
      const costUsd = costOf(usage, servedModel ?? id, prices, { batch: true });
      return { ...reply, answer: { ...reply.answer, costUsd } };
    }
    case "errored": {
      const { type, message } = result.error.error;
      const httpStatus = type === "invalid_request_error" ? 400 : null;
      return replyOfError({ httpStatus, type, message, kind: "reply" }, id);
    }
    case "expired":
      return notProcessed("The batch expired before the request was processed.");
    case "canceled":
      return notProcessed("The batch was cancelled before the request was processed.");
    default: {
      const other: { readonly type: string } = result;
      return notProcessed(`The batch ended the request as ${other.type}.`);
    }
  }
}

function notProcessed(reason: string): ModelReply {
  return { kind: "failure", status: "infrastructure", cause: "batch-expired", reason };
}
