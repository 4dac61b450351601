import type { Sampling } from "../../record/index.ts";
import { cameBeforeSending, describeRoot } from "../http/network-error.ts";
import { readPause } from "../http/read-pause.ts";
import type { Interceptor } from "./intercept-fetch.ts";
import { readModelRequest, withoutUnasked } from "./request-body.ts";

/** What is known of the requests that a provider sent for one call, whatever it says itself. */
export interface HttpFacts {
  /** Requests that were sent or tried. */
  readonly requests: number;
  /** Of the last reply; null: there was none. */
  readonly status: number | null;
  /** What the last reply said about waiting, in milliseconds. */
  readonly retryAfterMs: number | null;
  /** The last reply, parsed; null: it is no JSON. */
  readonly reply: unknown;
  readonly failure: HttpFailure | null;
}

/** The last request came to nothing. */
export interface HttpFailure {
  /** before: nothing was sent; after: it may have been answered, and billed. */
  readonly sent: "before" | "after";
  readonly message: string;
}

export interface ObservedCall {
  readonly interceptor: Interceptor;
  readonly facts: () => HttpFacts;
}

/** Headers for which promptfoo throws a reply away, even one with an answer. */
const headersOfLimits = [
  "x-ratelimit-remaining",
  "x-ratelimit-remaining-requests",
  "x-ratelimit-remaining-tokens",
];

/** Not promptfoo's to deal with: it waits a minute by default, and cannot be told to stop. */
const retriedByUs = 429;

/**
 * Watches the requests of one call. It reads each reply to its end, so that one that is cut off is
 * known for what it is, and lets nothing be sent again that failed: whether that is done is decided
 * by whoever called.
 *
 * @param options.signal ends the requests, also those of providers that do not look at theirs
 */
export function observeCall(options: {
  readonly signal: AbortSignal;
  readonly sampling: Sampling;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}): ObservedCall {
  const { signal, sampling, now } = options;
  let requests = 0;
  let status: number | null = null;
  let retryAfterMs: number | null = null;
  let reply: unknown = null;
  let failure: HttpFailure | null = null;

  function fail(error: unknown, isSent: boolean): never {
    const sent = !isSent && cameBeforeSending(error) ? "before" : "after";
    const message = error instanceof Error ? describeRoot(error) : String(error);
    failure = { sent, message };
    throw endOfCall(message, error);
  }

  return {
    facts: () => ({ requests, status, retryAfterMs, reply, failure }),
    async interceptor(send, input, init) {
      requests += 1;
      status = null;
      retryAfterMs = null;
      failure = null;
      const json = readModelRequest(init?.body);
      const response = await send(input, {
        ...init,
        ...(json === null ? {} : { body: JSON.stringify(withoutUnasked(json, sampling)) }),
        signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal,
      }).catch((error: unknown) => fail(error, false));
      status = response.status;
      retryAfterMs = readPause(response, now());
      const bytes = await response.arrayBuffer().catch((error: unknown) => fail(error, true));
      reply = parseJson(bytes);
      if (status === retriedByUs) throw endOfCall(`HTTP ${status}`, null);
      const headers = new Headers(response.headers);
      if (response.ok) for (const name of headersOfLimits) headers.delete(name);
      const { statusText } = response;
      // Replies such as 204 may not have a body.
      return new Response(bytes.byteLength === 0 ? null : bytes, { status, statusText, headers });
    },
  };
}

/** By this name, promptfoo takes it for an end that was wanted, and does not try again. */
function endOfCall(message: string, cause: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: "AbortError" });
}

function parseJson(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
