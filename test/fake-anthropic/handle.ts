import type { IncomingMessage } from "node:http";
import { answerMessage } from "./answer-message.ts";
import { answerBatches } from "./batches/answer-batches.ts";
import { countTokens } from "./count-tokens.ts";
import { listModels } from "./list-models.ts";
import { keepSilent, type Reply } from "./reply.ts";
import { findRoute, type Route } from "./route.ts";
import { sendError, sendStatus } from "./send-json.ts";
import type { ServerState } from "./server-state.ts";
import type { RouteCall } from "./types.ts";

/** The API takes messages of 32 MB at most. */
const maxBytes = 32 * 1024 * 1024;

/** Answers one request of any kind. */
export async function handle(
  incoming: IncomingMessage,
  reply: Reply,
  state: ServerState,
): Promise<void> {
  const baseUrl = `http://${incoming.headers.host}`;
  const url = new URL(incoming.url ?? "/", baseUrl);
  const body = await readBody(incoming);
  const apiKey = keyOf(incoming);
  const keys = state.options.keys;
  if (apiKey === null) {
    sendError(reply, 401, "x-api-key header is required");
    return;
  }
  if (keys && !keys.includes(apiKey)) {
    sendError(reply, 401, "invalid x-api-key");
    return;
  }
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(String(incoming.headers["anthropic-version"]))) {
    sendError(reply, 400, "anthropic-version: header is required");
    return;
  }
  const route = findRoute(incoming.method, url.pathname);
  if (!route) {
    sendError(reply, 404, `Not found: ${incoming.method} ${url.pathname}`);
    return;
  }
  if (body.length > maxBytes && route.name !== "batches.create") {
    sendError(reply, 413, "Request exceeds the maximum size");
    return;
  }
  const json = parseJson(body.toString("utf8"));
  if (incoming.method === "POST" && json === undefined && route.name !== "batches.cancel") {
    sendError(reply, 400, "The request body is not valid JSON");
    return;
  }
  if (route.name === "messages") await answerMessage(json, apiKey, reply, state);
  else await answerRoute({ ...route, name: route.name }, { url, json, baseUrl }, reply, state);
}

async function answerRoute(
  { name, id }: Route & { readonly name: RouteCall["route"] },
  { url, json, baseUrl }: { readonly url: URL; readonly json: unknown; readonly baseUrl: string },
  reply: Reply,
  state: ServerState,
): Promise<void> {
  const attempt = state.calls.filter(({ route }) => route === name).length + 1;
  const call: RouteCall = { route: name, attempt };
  state.calls.push(call);
  const fault = state.options.routeFault?.(call) ?? null;
  if (fault?.kind === "status") {
    sendStatus(reply, fault);
    return;
  }
  if (fault?.kind === "silent") {
    await keepSilent(reply);
    return;
  }
  if (fault?.kind === "drop") {
    reply.response.destroy();
    return;
  }
  const shared: Reply = { ...reply, share: fault === null ? "all" : shares[fault.kind] };
  const query = url.searchParams;
  if (name === "models") listModels(id, query, shared, state.models);
  else if (name === "count_tokens") countTokens(json, shared, state);
  else answerBatches({ route: name, id, query, json, baseUrl }, shared, state);
}

/** How much of a reply comes when the work is done. */
const shares = {
  "drop-after": "none",
  "drop-within": "half",
  "silent-after": "silent",
} as const;

/** The API takes a key in either header. */
function keyOf({ headers }: IncomingMessage): string | null {
  const own = headers["x-api-key"];
  const key =
    typeof own === "string" ? own : /^Bearer (.+)$/u.exec(headers.authorization ?? "")?.[1];
  return key === undefined || key === "" ? null : key;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
