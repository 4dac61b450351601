import type { Line } from "../../record/index.ts";

/** Requests that are in a batch, and of which nothing came back yet. */
export interface PendingInBatches {
  readonly requests: number;
  /** Most that they can cost, USD; null: not known. */
  readonly maxCostUsd: number | null;
}

/**
 * Counts requests that were, or were to be, submitted in a batch and are not answered. The API goes
 * on with them while no process waits for them.
 *
 * @param lines of one model
 */
export function findPendingInBatches(lines: readonly Line[]): PendingInBatches {
  /** Most that a request can cost, by sample: the batch's maximum in equal parts. */
  const pending = new Map<string, number | null>();
  for (const line of lines) {
    if (line.kind === "batch") {
      const { samples, maxCostUsd } = line;
      for (const sample of samples) {
        pending.set(sample, maxCostUsd === null ? null : maxCostUsd / samples.length);
      }
    }
    if (line.kind === "answer" || line.kind === "outcome") pending.delete(line.sample);
  }
  const costs = [...pending.values()];
  const maxCostUsd = costs.reduce(
    (sum, cost) => (sum === null || cost === null ? null : sum + cost),
    0,
  );
  return { requests: costs.length, maxCostUsd };
}
