import type { BatchLine, Line } from "../../record/index.ts";

/** A batch with samples of which nothing came back yet. */
export interface PendingBatch {
  /** Its last line: with the API's id, or without, when a kill came before it was heard of. */
  readonly line: BatchLine;
  /** When it was first said that it would be submitted. */
  readonly submittedAt: string;
  /** Samples without an answer or outcome, in the batch's order. */
  readonly open: readonly string[];
}

/** The batches of a model to go on with, in the order of their submission. */
export function findPendingBatches(lines: readonly Line[], model: string): readonly PendingBatch[] {
  const pending = new Map<string, { line: BatchLine; submittedAt: string; open: Set<string> }>();
  const settle = (sample: string) => {
    for (const { open } of pending.values()) open.delete(sample);
  };
  for (const line of lines) {
    if (line.kind === "answer" || line.kind === "outcome") settle(line.sample);
    if (line.kind !== "batch" || line.model !== model) continue;
    const known = pending.get(line.batch);
    if (known) known.line = line;
    else {
      // Submitted once more: the earlier batch, which the API never took, has them no longer.
      line.samples.forEach(settle);
      pending.set(line.batch, { line, submittedAt: line.at, open: new Set(line.samples) });
    }
  }
  return [...pending.values()].flatMap(({ line, submittedAt, open }) =>
    open.size === 0
      ? []
      : [{ line, submittedAt, open: line.samples.filter((sample) => open.has(sample)) }],
  );
}

/** The API's ids of all batches of a run. */
export function knownBatchIds(lines: readonly Line[]): readonly string[] {
  return lines.flatMap((line) => (line.kind === "batch" && line.id !== null ? [line.id] : []));
}
