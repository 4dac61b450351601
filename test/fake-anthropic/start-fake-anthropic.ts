import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openAccount, type Account } from "./account.ts";
import type { Batch } from "./batches/batch.ts";
import { createBatchStore } from "./batches/batch-store.ts";
import { handle } from "./handle.ts";
import { servedModels } from "./known-models.ts";
import { createPromptCache } from "./prompt-cache.ts";
import { createReply } from "./reply.ts";
import { sendError } from "./send-json.ts";
import type { ServerState } from "./server-state.ts";
import type { FakeOptions, RouteCall, SeenRequest } from "./types.ts";

export type { Account, Bill } from "./account.ts";
export type { Fault, FakeOptions, RouteFault, SeenRequest } from "./types.ts";

/** A server on loopback that speaks the protocol of Anthropic's API, and its books. */
export interface FakeAnthropic {
  /** For ANTHROPIC_BASE_URL. */
  readonly url: string;
  /** Every message that was asked for, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** Calls of all other routes, in the order of arrival. */
  readonly calls: readonly RouteCall[];
  /** Texts of the users whose answers were sent to the last byte, one entry an answer. */
  readonly answered: readonly string[];
  readonly account: Account;
  /** How many requests had this user text. */
  countOf(user: string): number;
  /** Message Batches, the newest first. */
  batches(): readonly Batch[];
  /** Resolves when nothing is under way, so that the account is whole. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts the server: messages with and without streaming, token count, models, Message Batches.
 *
 * @param port 0: one that is free
 */
export async function startFakeAnthropic(
  options: FakeOptions = {},
  port = 0,
): Promise<FakeAnthropic> {
  const state = createState(options);
  const underWay = new Set<Promise<void>>();
  let count = 0;
  const server = createServer((incoming, response) => {
    count += 1;
    const reply = createReply(response, `req_fake_${String(count).padStart(6, "0")}`);
    const work = handle(incoming, reply, state).catch((error: unknown) => {
      // The client went away while it was still sending, or the server has a defect.
      if (response.headersSent || incoming.destroyed) response.destroy();
      else sendError(reply, 500, String(error));
    });
    underWay.add(work);
    void work.then(() => underWay.delete(work));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const { requests, calls, answered, account, batches, countOf } = state;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    calls,
    answered,
    account,
    countOf,
    batches: () => batches.list(),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      });
    },
  };
}

function createState(options: FakeOptions): ServerState {
  const counts = new Map<string, number>();
  const requests: SeenRequest[] = [];
  const models = servedModels(options.models);
  const account = openAccount();
  const cache = createPromptCache();
  return {
    options,
    models,
    account,
    cache,
    batches: createBatchStore({ options, models, account, cache }),
    requests,
    calls: [],
    answered: [],
    countOf: (user) => counts.get(user) ?? 0,
    see(request) {
      requests.push(request);
      counts.set(request.user, (counts.get(request.user) ?? 0) + 1);
    },
  };
}
