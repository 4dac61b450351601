import { sayIssue } from "../message-body.ts";
import { paginate } from "../paginate.ts";
import type { Reply } from "../reply.ts";
import { sendError, sendJson, sendText } from "../send-json.ts";
import type { ServerState } from "../server-state.ts";
import type { RouteCall } from "../types.ts";
import { batchBodySchema, type Batch } from "./batch.ts";
import { showBatch } from "./batch-store.ts";

/** A call of one of the routes below /v1/messages/batches. */
export interface BatchCall {
  readonly route: Extract<RouteCall["route"], `batches.${string}`>;
  /** Of the batch; undefined where the route has none. */
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly baseUrl: string;
}

export function answerBatches(call: BatchCall, reply: Reply, { batches }: ServerState): void {
  const { route, id, query, json, baseUrl } = call;
  const send = (batch: Batch) => sendJson(reply, 200, showBatch(batch, baseUrl));
  if (route === "batches.create") {
    const parsed = batchBodySchema.safeParse(json);
    if (!parsed.success) {
      sendError(reply, 400, sayIssue(parsed.error));
      return;
    }
    const entries = parsed.data.requests.map(({ custom_id, params }) => ({
      customId: custom_id,
      params,
    }));
    const ids = new Set(entries.map(({ customId }) => customId));
    if (ids.size < entries.length) sendError(reply, 400, "requests: custom_id must be unique");
    else send(batches.create(entries));
    return;
  }
  if (route === "batches.list") {
    const page = paginate(
      batches.list().map((batch) => showBatch(batch, baseUrl)),
      query,
    );
    if (page) sendJson(reply, 200, page);
    else sendError(reply, 400, "The page cannot be found.");
    return;
  }
  const batch = batches.find(id ?? "");
  if (!batch) {
    sendError(reply, 404, `No batch found with id ${id}`);
  } else if (route === "batches.results") {
    sendResults(batch, reply);
  } else {
    if (route === "batches.cancel") batches.cancel(batch);
    else batches.poll(batch);
    send(batch);
  }
}

/** Results as JSON Lines. */
function sendResults({ id, results }: Batch, reply: Reply): void {
  if (!results) {
    sendError(reply, 404, `Batch ${id} has no available results`);
    return;
  }
  const text = results.map(({ json }) => `${JSON.stringify(json)}\n`).join("");
  sendText(reply, 200, { type: "application/x-jsonl", text });
}
