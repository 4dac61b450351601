import type { RunRecord } from "../../../record/index.ts";
import type { PriceTable } from "../../prices/index.ts";
import type { Connection } from "../connect.ts";

/** What all calls about batches need. */
export interface BatchContext {
  readonly id: string;
  readonly settings: Pick<RunRecord["settings"], "maxTokens" | "sampling">;
  readonly prices: PriceTable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly connect: () => Promise<Connection>;
  /** Pauses between two looks, each longer than the last. */
  readonly polling: () => { readonly wait: (signal: AbortSignal) => Promise<void> };
}
