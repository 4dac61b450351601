import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Fault } from "./faults.ts";

/** One request as it came. */
export interface SeenRequest {
  readonly system: string;
  readonly user: string;
  readonly apiKey: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  /** 1-based, among the requests with this user text. */
  readonly attempt: number;
}

export interface FakeOpenAiOptions {
  /** The only key that is let in (default: any). */
  readonly key?: string;
  /** Wait before the first byte. */
  readonly delayMs?: number;
  /** Text of the answer. */
  readonly answer?: (request: SeenRequest) => string;
  /** null: answer well. */
  readonly fault?: (request: SeenRequest) => Fault | null;
}

export interface FakeOpenAiServer {
  /** For OPENAI_BASE_URL. */
  readonly url: string;
  /** Every request, in the order of arrival. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

const message = z.looseObject({ role: z.string(), content: z.string() });
const bodySchema = z.looseObject({ model: z.string(), messages: z.array(message).min(1) });

/** A server on loopback that speaks OpenAI's chat completions, without streaming. */
export async function startFakeOpenAiServer(
  options: FakeOpenAiOptions = {},
): Promise<FakeOpenAiServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    handle(incoming, response, options, requests).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
      });
    },
  };
}

async function handle(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: FakeOpenAiOptions,
  requests: SeenRequest[],
): Promise<void> {
  if (incoming.method !== "POST" || incoming.url !== "/v1/chat/completions") {
    sendError(response, { status: 404, message: `Not found: ${incoming.method} ${incoming.url}` });
    return;
  }
  const body = bodySchema.parse(JSON.parse(await readText(incoming)));
  const textOf = (role: string) => body.messages.find((said) => said.role === role)?.content ?? "";
  const user = textOf("user");
  const apiKey = /^Bearer (?<key>.+)$/u.exec(incoming.headers.authorization ?? "")?.groups?.["key"];
  const request: SeenRequest = {
    system: textOf("system"),
    user,
    apiKey: apiKey ?? null,
    body,
    attempt: requests.filter((seen) => seen.user === user).length + 1,
  };
  requests.push(request);
  await sleep(options.delayMs ?? 0);
  if (options.key !== undefined && apiKey !== options.key) {
    // As the real API does: with a part of the key.
    const said = `Incorrect API key provided: ${apiKey ?? "none"}.`;
    sendError(response, { status: 401, code: "invalid_api_key", message: said });
    return;
  }
  const fault = options.fault?.(request) ?? null;
  const answer = options.answer?.(request) ?? `Answer to: ${user}`;
  await reply(response, completionOf(request, body.model, answer, fault), fault);
}

function completionOf(request: SeenRequest, model: string, answer: string, fault: Fault | null) {
  const content =
    fault?.kind === "finish" ? fault.content : fault?.kind === "refusal" ? null : answer;
  const cached = tokensOf(request.system);
  return {
    id: "chatcmpl-fake",
    object: "chat.completion",
    model: `${model}-2026-11-01`,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content,
          refusal: fault?.kind === "refusal" ? fault.text : null,
        },
        finish_reason: fault?.kind === "finish" ? fault.reason : "stop",
      },
    ],
    ...(fault?.kind === "no-usage"
      ? {}
      : {
          usage: {
            prompt_tokens: cached + tokensOf(request.user),
            completion_tokens: tokensOf(content ?? ""),
            total_tokens: cached + tokensOf(request.user) + tokensOf(content ?? ""),
            prompt_tokens_details: { cached_tokens: cached },
            completion_tokens_details: { reasoning_tokens: 0 },
          },
        }),
  };
}

async function reply(
  response: ServerResponse,
  completion: ReturnType<typeof completionOf>,
  fault: Fault | null,
): Promise<void> {
  if (fault?.kind === "status") return sendError(response, fault);
  if (fault?.kind === "drop" && fault.when === "before") return void response.destroy();
  const json = JSON.stringify(fault?.kind === "empty" ? { object: "list" } : completion);
  const body = fault?.kind === "malformed" ? "<html>Bad day</html>" : json;
  response.writeHead(200, {
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
    ...(fault?.kind === "headers" ? fault.headers : {}),
  });
  if (fault?.kind !== "drop") {
    response.end(body);
    return;
  }
  response.write(body.slice(0, 20));
  // What was written must leave before the connection breaks.
  await sleep(20);
  response.destroy();
}

function sendError(
  response: ServerResponse,
  error: Omit<Fault & { kind: "status" }, "kind">,
): void {
  const { status, retryAfterMs, code = null } = error;
  const said = error.message ?? `Failing with ${status} as told.`;
  response.writeHead(status, {
    "content-type": "application/json",
    ...(retryAfterMs === undefined ? {} : { "retry-after-ms": String(retryAfterMs) }),
  });
  response.end(JSON.stringify({ error: { message: said, type: code, param: null, code } }));
}

/** Four characters a token: near enough for a server that bills nobody. */
function tokensOf(words: string): number {
  return Math.ceil(words.length / 4);
}
