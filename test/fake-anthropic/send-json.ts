import type { ErrorResponse } from "@anthropic-ai/sdk/resources/shared.js";
import type { Reply } from "./reply.ts";
import type { Fault } from "./types.ts";

const errorTypes: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  408: "timeout_error",
  409: "conflict_error",
  413: "request_too_large",
  429: "rate_limit_error",
  500: "api_error",
  504: "timeout_error",
  529: "overloaded_error",
};

function errorTypeOf(status: number): string {
  return errorTypes[status] ?? (status < 500 ? "invalid_request_error" : "api_error");
}

/** An error as the API words it. */
export function errorBody(type: string, message: string, requestId: string | null) {
  const error = { type, message } as ErrorResponse["error"];
  return { type: "error", error, request_id: requestId } satisfies ErrorResponse;
}

export function sendError(
  reply: Reply,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendJson(reply, status, errorBody(errorTypeOf(status), message, reply.requestId), headers);
}

/** The error that a fault tells. */
export function sendStatus(reply: Reply, fault: Extract<Fault, { readonly kind: "status" }>): void {
  const { status, retryAfterMs, retryAfterSeconds } = fault;
  sendError(reply, status, fault.message ?? `Failing with ${status} as told.`, {
    ...(retryAfterMs === undefined ? {} : { "retry-after-ms": String(retryAfterMs) }),
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
  });
}

export function sendJson(
  reply: Reply,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  sendText(reply, status, { type: "application/json", text: JSON.stringify(body) }, headers);
}

/** Sends a whole body, or the share of it that the reply may send. */
export function sendText(
  reply: Reply,
  status: number,
  { type, text }: { readonly type: string; readonly text: string },
  headers: Readonly<Record<string, string>> = {},
): void {
  const { response, share } = reply;
  if (share === "silent") return;
  if (share === "none") {
    response.destroy();
    return;
  }
  writeHead(reply, status, type, headers);
  if (share === "all") response.end(text);
  else response.write(text.slice(0, text.length / 2), () => response.destroy());
}

export function writeHead(
  { response, requestId }: Reply,
  status: number,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "content-type": contentType,
    "request-id": requestId,
    ...headers,
  });
}
