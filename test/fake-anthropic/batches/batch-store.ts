import type { MessageBatch } from "@anthropic-ai/sdk/resources/messages.js";
import type { Batch, BatchEntry, EntryEnd } from "./batch.ts";
import { endBatch, type BatchWork } from "./end-batch.ts";

/** The batches of a server. */
export interface BatchStore {
  create(entries: readonly BatchEntry[]): Batch;
  find(id: string): Batch | undefined;
  /** Somebody asks how far it is: in time it ends by that. */
  poll(batch: Batch): void;
  cancel(batch: Batch): void;
  /** The newest first, as the API lists them. */
  list(): readonly Batch[];
}

export function createBatchStore(work: BatchWork): BatchStore {
  const batches: Batch[] = [];
  const { pollsUntilEnd = 1, msUntilEnd = 0 } = work.options.batches ?? {};
  return {
    create(entries) {
      const batch: Batch = {
        id: `msgbatch_fake_${String(batches.length + 1).padStart(4, "0")}`,
        entries,
        createdAt: Date.now(),
        canceledAt: null,
        endedAt: null,
        polls: 0,
        results: null,
      };
      batches.push(batch);
      return batch;
    },
    find: (id) => batches.find((batch) => batch.id === id),
    poll(batch) {
      if (batch.results) return;
      batch.polls += 1;
      const isDue = batch.polls > pollsUntilEnd && Date.now() - batch.createdAt >= msUntilEnd;
      if (!isDue && batch.canceledAt === null) return;
      batch.results = endBatch(batch, work);
      batch.endedAt = Date.now();
    },
    cancel(batch) {
      if (!batch.results) batch.canceledAt ??= Date.now();
    },
    list: () => batches.toReversed(),
  };
}

const dayMs = 86_400_000;

/** A batch as the API shows it. */
export function showBatch(batch: Batch, baseUrl: string): MessageBatch {
  const { id, entries, createdAt, canceledAt, endedAt, results } = batch;
  const count = (end: EntryEnd) => results?.filter((result) => result.end === end).length ?? 0;
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    id,
    type: "message_batch",
    processing_status: results ? "ended" : canceledAt === null ? "in_progress" : "canceling",
    request_counts: {
      processing: results ? 0 : entries.length,
      succeeded: count("succeeded"),
      errored: count("errored"),
      expired: count("expired"),
      canceled: count("canceled"),
    },
    created_at: time(createdAt),
    expires_at: time(createdAt + dayMs),
    ended_at: endedAt === null ? null : time(endedAt),
    cancel_initiated_at: canceledAt === null ? null : time(canceledAt),
    archived_at: null,
    results_url: results ? `${baseUrl}/v1/messages/batches/${id}/results` : null,
  };
}
