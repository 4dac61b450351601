import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";

/** What the server does instead of answering well. */
export type Fault =
  /** Replies with an error of the API. */
  | { readonly kind: "status"; readonly status: number; readonly retryAfterMs?: number }
  /** Closes the connection; in mid-stream after so many pieces of text, before any byte at 0. */
  | { readonly kind: "drop"; readonly afterPieces: number }
  /** Ends the stream in good order after so many pieces, without saying that the message is done. */
  | { readonly kind: "cut"; readonly afterPieces: number }
  /** Sends an error event in mid-stream, as the API does when it is overloaded. */
  | { readonly kind: "error-event"; readonly type: string }
  /** Sends an event whose data is no JSON. */
  | { readonly kind: "malformed" }
  /** Ends the answer for another reason than that it is done. */
  | { readonly kind: "stop"; readonly reason: string }
  /** Names another model than the one asked. */
  | { readonly kind: "other-model"; readonly model: string };

/** One request as it came. */
export interface SeenRequest {
  readonly user: string;
  readonly system: string;
  readonly model: string;
  readonly apiKey: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** 1-based, among the requests with this user text. */
  readonly attempt: number;
}

export interface FakeServerOptions {
  /** Wait before the first byte. */
  readonly delayMs?: number;
  /** Text of the answer. */
  readonly answer?: (request: SeenRequest) => string;
  /** null: answer well. */
  readonly fault?: (request: SeenRequest) => Fault | null;
}

export interface FakeServer {
  /** For ANTHROPIC_BASE_URL. */
  readonly url: string;
  /** Every request, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  /** Texts of the users whose answers were sent to the last byte, one entry an answer. */
  readonly answered: readonly string[];
  /** How many requests had this user text. */
  countOf(user: string): number;
  close(): Promise<void>;
}

const bodySchema = z.looseObject({
  model: z.string(),
  max_tokens: z.int(),
  stream: z.boolean().optional(),
  system: z
    .union([z.string(), z.array(z.looseObject({ type: z.literal("text"), text: z.string() }))])
    .optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.string() })).min(1),
});

const errorTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  529: "overloaded_error",
};

/** A server on loopback that speaks the Messages API, with and without streaming. */
export async function startFakeAnthropicServer(
  options: FakeServerOptions = {},
): Promise<FakeServer> {
  const requests: SeenRequest[] = [];
  const answered: string[] = [];
  const countOf = (user: string) => requests.filter((request) => request.user === user).length;
  const server = createServer((incoming, response) => {
    handle(incoming, response, { options, requests, answered, countOf }).catch(() => {
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    answered,
    countOf,
    close() {
      server.closeAllConnections();
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      });
    },
  };
}

interface ServerState {
  readonly options: FakeServerOptions;
  readonly requests: SeenRequest[];
  readonly answered: string[];
  readonly countOf: (user: string) => number;
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
  { options, requests, answered, countOf }: ServerState,
): Promise<void> {
  if (incoming.method !== "POST" || incoming.url?.split("?")[0] !== "/v1/messages") {
    sendError(response, 404, `Not found: ${incoming.method} ${incoming.url}`);
    return;
  }
  const parsed = bodySchema.safeParse(JSON.parse(await readBody(incoming)));
  if (!parsed.success) {
    sendError(response, 400, z.prettifyError(parsed.error));
    return;
  }
  const request = seenRequest(parsed.data, incoming, countOf);
  requests.push(request);
  if (request.apiKey === null) {
    sendError(response, 401, "No API key was sent.");
    return;
  }
  const fault = options.fault?.(request) ?? null;
  await sleep(options.delayMs ?? 0);
  if (fault?.kind === "status") {
    sendError(response, fault.status, `Failing with ${fault.status} as told.`, fault.retryAfterMs);
    return;
  }
  if (fault?.kind === "drop" && fault.afterPieces === 0) {
    response.destroy();
    return;
  }
  const text = options.answer?.(request) ?? `Answer to: ${request.user}`;
  const message = messageOf(request, text, fault);
  if (parsed.data.stream === true) await sendStream(response, message, text, fault);
  else sendJson(response, 200, message);
  if (response.writableEnded && fault?.kind !== "cut") answered.push(request.user);
}

function seenRequest(
  body: z.infer<typeof bodySchema>,
  incoming: IncomingMessage,
  countOf: (user: string) => number,
): SeenRequest {
  const { system = "", model, messages } = body;
  const user = messages.map(({ content }) => content).join("\n");
  return {
    user,
    system: typeof system === "string" ? system : system.map(({ text }) => text).join(""),
    model,
    apiKey: keyOf(incoming),
    body,
    attempt: countOf(user) + 1,
  };
}

/** The API takes a key in either header. */
function keyOf({ headers }: IncomingMessage): string | null {
  const own = headers["x-api-key"];
  const key =
    typeof own === "string" ? own : /^Bearer (.+)$/u.exec(headers.authorization ?? "")?.[1];
  return key === undefined || key === "" ? null : key;
}

/** The whole message, as a request without streaming gets it. */
function messageOf(request: SeenRequest, text: string, fault: Fault | null) {
  return {
    id: "msg_fake",
    type: "message" as const,
    role: "assistant" as const,
    model: fault?.kind === "other-model" ? fault.model : request.model,
    content: [{ type: "text" as const, text }],
    stop_reason: fault?.kind === "stop" ? fault.reason : "end_turn",
    stop_sequence: null,
    usage: {
      input_tokens: tokensOf(request.user),
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: tokensOf(request.system),
      output_tokens: tokensOf(text),
    },
  };
}

/** The events of the API in its order; every piece of text is one event. */
async function sendStream(
  response: ServerResponse,
  message: ReturnType<typeof messageOf>,
  text: string,
  fault: Fault | null,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "request-id": "req_fake" });
  const send = (type: string, data: object) =>
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  const start = { ...message, content: [], stop_reason: null };
  send("message_start", { message: { ...start, usage: { ...message.usage, output_tokens: 1 } } });
  send("content_block_start", { index: 0, content_block: { type: "text", text: "" } });
  send("ping", {});
  let sent = 0;
  for (const piece of text.match(/[^]{1,40}/gu) ?? []) {
    if ((fault?.kind === "drop" || fault?.kind === "cut") && sent >= fault.afterPieces) break;
    send("content_block_delta", { index: 0, delta: { type: "text_delta", text: piece } });
    sent += 1;
  }
  if (fault?.kind === "drop") {
    // What was written must leave before the connection breaks.
    await sleep(20);
    response.destroy();
    return;
  }
  if (fault?.kind === "error-event") {
    send("error", { error: { type: fault.type, message: "Failing in mid-stream as told." } });
  } else if (fault?.kind === "malformed") {
    response.write('event: content_block_delta\ndata: {"type":"content_block_delta","ind\n\n');
  } else if (fault?.kind !== "cut") {
    const { stop_reason, stop_sequence, usage } = message;
    send("content_block_stop", { index: 0 });
    send("message_delta", {
      delta: { stop_reason, stop_sequence },
      usage: { output_tokens: usage.output_tokens },
    });
    send("message_stop", {});
  }
  response.end();
}

function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  retryAfterMs?: number,
): void {
  const headers: Record<string, string> = {};
  if (retryAfterMs !== undefined) headers["retry-after-ms"] = String(retryAfterMs);
  const type = errorTypes[status] ?? "api_error";
  sendJson(response, status, { type: "error", error: { type, message } }, headers);
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "request-id": "req_fake",
    ...headers,
  });
  response.end(JSON.stringify(body));
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Four characters a token: near enough for a server that bills nobody. */
function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
