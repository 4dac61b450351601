import type { BatchModel, BatchState, Model, ModelRequest } from "../../models/index.ts";
import { sampleKey, type BatchLine, type Line, type SampleKey } from "../../record/index.ts";
import { lineOfReply, overBudgetLine, mostCostOfReply, type SettledLine } from "../settled-line.ts";
import type { Budget, Reservation } from "../budget.ts";
import { findPendingBatches, knownBatchIds, type PendingBatch } from "./pending-batches.ts";

export interface AskInBatchesOptions {
  readonly model: Model;
  readonly batches: BatchModel;
  /** What is to be asked of this model, in the plan's order. */
  readonly places: readonly SampleKey[];
  readonly requests: ReadonlyMap<string, ModelRequest>;
  /** Everything that is stored of the run. */
  readonly lines: readonly Line[];
  readonly budget: Budget;
  /** Stores a line; resolves when it is on disk. */
  readonly append: (line: Line, options: { readonly durable: boolean }) => Promise<void>;
  /** Told once the sample's line is stored. */
  readonly onSettled: (place: SampleKey, line: SettledLine) => void;
  readonly onState?: ((state: BatchState) => void) | undefined;
  /** Stops waiting; what was submitted goes on without us. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A new name: at most 20 letters and digits. */
  readonly makeName: () => string;
}

interface Entry {
  readonly place: SampleKey;
  readonly sample: string;
  readonly request: ModelRequest;
  readonly maxCostUsd: number;
  readonly reservation: Reservation;
}

/**
 * Asks samples through Message Batches: first those that an earlier process submitted, which are
 * waited for and never submitted again, then the others, as many at a time as the budget allows.
 * That a batch is about to be submitted is on disk before it is.
 */
export async function askInBatches(options: AskInBatchesOptions): Promise<void> {
  const { model, batches, requests, lines, budget, signal } = options;
  const places = new Map(options.places.map((place) => [sampleKey(place), place]));
  const priceOf = (request: ModelRequest) => batches.maxCostUsd(request) ?? 0;

  function entryOf(sample: string, reserve: (usd: number) => Reservation | null): Entry | null {
    const place = places.get(sample);
    const request = requests.get(sample);
    if (!place || !request) return null;
    const maxCostUsd = priceOf(request);
    const reservation = reserve(maxCostUsd);
    return reservation && { place, sample, request, maxCostUsd, reservation };
  }

  const pending = findPendingBatches(lines, model.id);
  const unfound = await Promise.all(
    pending.map(async (batch) => {
      const entries = batch.open.flatMap(
        (sample) => entryOf(sample, (usd) => budget.hold(usd)) ?? [],
      );
      return (await takeUp(batch, entries, options)) ? [] : entries;
    }),
  );
  // The API never took these.
  const again = unfound.flat();
  for (const { reservation } of again) reservation.settle(0);

  const submitted = new Set(pending.flatMap(({ open }) => open));
  for (const { sample } of again) submitted.delete(sample);
  let rest = [...places.keys()].filter((sample) => !submitted.has(sample));
  while (rest.length > 0 && !signal.aborted) {
    const entries = takeWhileFitting(rest, (sample) =>
      entryOf(sample, (usd) => budget.tryReserve(usd)),
    );
    if (entries.length === 0) break;
    await submitAll(entries, options);
    const taken = new Set(entries.map(({ sample }) => sample));
    rest = rest.filter((sample) => !taken.has(sample));
  }
  if (signal.aborted) return;
  for (const sample of rest) {
    const place = places.get(sample);
    if (place) await settle(place, overBudgetLine(sample, options.now()), options);
  }
}

function takeWhileFitting(
  samples: readonly string[],
  entryOf: (sample: string) => Entry | null,
): readonly Entry[] {
  const entries: Entry[] = [];
  for (const sample of samples) {
    const entry = entryOf(sample);
    if (entry === null) break;
    entries.push(entry);
  }
  return entries;
}

/** Goes on with a batch of an earlier process. @returns false: the API never took it */
async function takeUp(
  { line, submittedAt }: PendingBatch,
  entries: readonly Entry[],
  options: AskInBatchesOptions,
): Promise<boolean> {
  const { batches, lines, append, signal, now } = options;
  if (line.id !== null) {
    await collect(line, line.id, entries, options);
    return true;
  }
  const id = await batches.find(
    {
      name: line.batch,
      count: line.samples.length,
      at: submittedAt,
      otherIds: knownBatchIds(lines),
    },
    signal,
  );
  if (signal.aborted) return true;
  if (id === null) return false;
  const found: BatchLine = { ...line, id, at: new Date(now()).toISOString() };
  await append(found, { durable: true });
  await collect(found, id, entries, options);
  return true;
}

async function submitAll(entries: readonly Entry[], options: AskInBatchesOptions): Promise<void> {
  const { mostRequests } = options.batches;
  const chunks = Array.from({ length: Math.ceil(entries.length / mostRequests) }, (_, index) =>
    entries.slice(index * mostRequests, (index + 1) * mostRequests),
  );
  await Promise.all(chunks.map((chunk) => submitOne(chunk, options)));
}

async function submitOne(entries: readonly Entry[], options: AskInBatchesOptions): Promise<void> {
  const { model, batches, lines, append, signal, now, makeName } = options;
  const at = new Date(now()).toISOString();
  const name = makeName();
  const intent: BatchLine = {
    kind: "batch",
    batch: name,
    id: null,
    model: model.id,
    samples: entries.map(({ sample }) => sample),
    at,
    maxCostUsd: entries.some(({ request }) => batches.maxCostUsd(request) === null)
      ? null
      : entries.reduce((sum, { maxCostUsd }) => sum + maxCostUsd, 0),
  };
  await append(intent, { durable: true });
  const submission = await batches.submit(
    entries.map(({ request }, index) => ({ customId: customIdOf(name, index), request })),
    { name, count: entries.length, at, otherIds: knownBatchIds(lines) },
    signal,
  );
  switch (submission.kind) {
    case "submitted": {
      const line = { ...intent, id: submission.id, at: new Date(now()).toISOString() };
      await append(line, { durable: true });
      await collect(line, submission.id, entries, options);
      return;
    }
    case "failure":
      for (const { place, sample, reservation } of entries) {
        reservation.settle(0);
        await settle(place, lineOfReply(submission, sample, now()), options);
      }
      return;
    case "aborted":
  }
}

/** Waits for a batch, and stores its replies. */
async function collect(
  line: BatchLine,
  id: string,
  entries: readonly Entry[],
  options: AskInBatchesOptions,
): Promise<void> {
  const { batches, signal, now, onState } = options;
  const open = new Map(
    entries.map((entry) => [customIdOf(line.batch, line.samples.indexOf(entry.sample)), entry]),
  );
  const store = async (entry: Entry, settled: SettledLine, costUsd: number) => {
    entry.reservation.settle(costUsd);
    await settle(entry.place, settled, options);
  };
  for await (const { customId, reply } of batches.replies(id, {
    signal,
    onState: onState ?? (() => {}),
  })) {
    const entry = open.get(customId);
    if (!entry || reply.kind === "aborted") continue;
    open.delete(customId);
    const settled = lineOfReply(reply, entry.sample, now());
    await store(entry, settled, mostCostOfReply(reply, entry.maxCostUsd));
  }
  if (signal.aborted) return;
  for (const entry of open.values()) {
    const reason = `The batch ${id} has no result for it.`;
    const cause = "batch-expired" as const;
    const status = "infrastructure" as const;
    const lost = { kind: "failure" as const, status, cause, reason, lostAttempts: 1 };
    await store(entry, lineOfReply(lost, entry.sample, now()), entry.maxCostUsd);
  }
}

async function settle(
  place: SampleKey,
  line: SettledLine,
  { append, onSettled }: AskInBatchesOptions,
): Promise<void> {
  await append(line, { durable: line.kind === "answer" });
  onSettled(place, line);
}

function customIdOf(name: string, index: number): string {
  return `${name}-${index}`;
}
