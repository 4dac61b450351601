import type { OpenAccount } from "./account.ts";
import type { BatchStore } from "./batches/batch-store.ts";
import type { ServedModel } from "./known-models.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { FakeOptions, RouteCall, SeenRequest } from "./types.ts";

/** What the handlers of a server share. */
export interface ServerState {
  readonly options: FakeOptions;
  readonly models: readonly ServedModel[];
  readonly account: OpenAccount;
  readonly cache: PromptCache;
  readonly batches: BatchStore;
  readonly requests: readonly SeenRequest[];
  readonly calls: RouteCall[];
  readonly answered: string[];
  readonly countOf: (user: string) => number;
  /** Puts down that a message was asked for. */
  readonly see: (request: SeenRequest) => void;
}
