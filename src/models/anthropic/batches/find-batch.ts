import type { MessageBatch } from "@anthropic-ai/sdk/resources/messages.js";
import type { BatchIntent } from "../../types.ts";
import type { Connection } from "../connect.ts";
import { untilReached } from "./until-reached.ts";
import type { BatchContext } from "./batch-context.ts";

/** The API's clock and ours may differ by so much. */
const clockToleranceMs = 3_600_000;

/**
 * Looks through the list of batches for one that was submitted and whose id was never heard of.
 * The list shows times and counts, and only the results of a batch show its custom ids: one that
 * might be it is waited for.
 *
 * @returns its id; null: the API never took it, or the signal was aborted
 * @throws UserError `models/batch-unreachable`
 */
export function findBatch(
  context: BatchContext,
  intent: BatchIntent,
  signal: AbortSignal,
): Promise<string | null> {
  return untilReached(context, signal, () => findOnce(context, intent, signal));
}

async function findOnce(
  context: BatchContext,
  intent: BatchIntent,
  signal: AbortSignal,
): Promise<string | null> {
  const connection = await context.connect();
  const polling = context.polling();
  let candidates = await listCandidates(connection, intent);
  for (;;) {
    for (const batch of candidates) {
      if (isEnded(batch) && (await isIntended(connection, batch, intent))) return batch.id;
    }
    const open = candidates.filter((batch) => !isEnded(batch));
    if (open.length === 0 || signal.aborted) return null;
    await polling.wait(signal);
    const again = open.map(({ id }) =>
      orNull(connection, () => connection.client.messages.batches.retrieve(id)),
    );
    candidates = (await Promise.all(again)).filter((batch) => batch !== null);
  }
}

/** What was deleted meanwhile is not the batch that is looked for. */
async function orNull<T>({ sdk }: Connection, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof sdk.NotFoundError) return null;
    throw error;
  }
}

function isEnded({ processing_status: status }: MessageBatch): boolean {
  return status === "ended";
}

async function listCandidates(
  { client }: Connection,
  { count, at, otherIds }: BatchIntent,
): Promise<readonly MessageBatch[]> {
  const earliest = Date.parse(at) - clockToleranceMs;
  const found: MessageBatch[] = [];
  // The newest come first.
  for await (const batch of client.messages.batches.list({ limit: 100 })) {
    if (Date.parse(batch.created_at) < earliest) break;
    const { processing, succeeded, errored, canceled, expired } = batch.request_counts;
    const total = processing + succeeded + errored + canceled + expired;
    if (total === count && !otherIds.includes(batch.id)) found.push(batch);
  }
  return found;
}

async function isIntended(
  connection: Connection,
  batch: MessageBatch,
  { name }: BatchIntent,
): Promise<boolean> {
  // Without results (archived) nobody can tell, and nothing could be had from it.
  if (batch.results_url === null) return false;
  const { batches } = connection.client.messages;
  const results = await orNull(connection, () => batches.results(batch.id));
  for await (const { custom_id: customId } of results ?? []) {
    return customId.startsWith(`${name}-`);
  }
  return false;
}
