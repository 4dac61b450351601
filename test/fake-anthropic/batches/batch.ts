import { z } from "zod";

/** One request of a batch, as it came. */
export interface BatchEntry {
  readonly customId: string;
  /** Not looked at before the batch ends. */
  readonly params: unknown;
}

/** What becomes of an entry. */
export type EntryEnd = "succeeded" | "errored" | "expired" | "canceled";

export interface BatchOptions {
  /** Without it an entry succeeds; of a batch that was canceled in time it is canceled. */
  readonly entry?: (
    entry: BatchEntry & { readonly batchId: string; readonly isCanceled: boolean },
  ) => EntryEnd;
  /** A batch is in progress until it was asked for so many times; 1 unless told. */
  readonly pollsUntilEnd?: number;
  /** And until so many milliseconds have passed; 0 unless told. */
  readonly msUntilEnd?: number;
  /** Of the order of the results, of which the API promises nothing. */
  readonly seed?: number;
}

export const batchBodySchema = z.strictObject({
  requests: z
    .array(
      z.strictObject({
        custom_id: z
          .string()
          .regex(/^[a-zA-Z0-9_-]{1,64}$/u, "String should match pattern '^[a-zA-Z0-9_-]{1,64}$'"),
        params: z.looseObject({}),
      }),
    )
    .min(1)
    .max(100_000),
});

/** A batch as the store keeps it. */
export interface Batch {
  readonly id: string;
  readonly entries: readonly BatchEntry[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  canceledAt: number | null;
  endedAt: number | null;
  polls: number;
  /** Lines of the results, in the order in which they are sent; null: not ended. */
  results: readonly BatchResult[] | null;
}

export interface BatchResult {
  readonly end: EntryEnd;
  /** A line of the results. */
  readonly json: object;
}
