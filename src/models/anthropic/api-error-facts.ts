import { describeRoot, rootCodeOf } from "../http/network-error.ts";
import type { Sdk } from "./connect.ts";

/** What there is to know of an error of the SDK, without its classes, which are loaded late. */
export interface ApiErrorFacts {
  /** HTTP status; null: no reply, or an error event in mid-stream. */
  readonly httpStatus: number | null;
  /** `overloaded_error`, `rate_limit_error`, …; null where the API named none. */
  readonly type: string | null;
  readonly message: string;
  readonly kind: "timeout" | "connection" | "reply";
}

/** undici's words for a first byte, or a next one, that did not come. */
const timeoutCodes: readonly string[] = ["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"];

/** @throws whatever is no failure of the API or the network: a bug */
export function factsOfError(error: unknown, sdk: Sdk): ApiErrorFacts {
  const none = { httpStatus: null, type: null };
  if (error instanceof sdk.APIConnectionTimeoutError) {
    return { ...none, message: error.message, kind: "timeout" };
  }
  if (error instanceof sdk.APIConnectionError) {
    return { ...none, message: describeRoot(error), kind: kindOf(error) };
  }
  if (error instanceof sdk.APIError) {
    return {
      httpStatus: error.status ?? null,
      type: error.type,
      message: error.apiMessage ?? error.message,
      kind: "reply",
    };
  }
  // The SDK passes on what breaks in mid-stream as a plain AnthropicError with its cause.
  if (error instanceof sdk.AnthropicError) {
    const isJson = error.cause instanceof SyntaxError;
    const kind = error.cause instanceof Error && !isJson ? kindOf(error) : "reply";
    return { ...none, message: describeRoot(error), kind };
  }
  // A body that broke off while it was read comes as fetch has it, or as half a document.
  if (error instanceof TypeError && error.cause instanceof Error) {
    return { ...none, message: describeRoot(error), kind: kindOf(error) };
  }
  if (error instanceof SyntaxError) return { ...none, message: error.message, kind: "reply" };
  throw error;
}

function kindOf(error: Error): "timeout" | "connection" {
  return timeoutCodes.includes(rootCodeOf(error)) ? "timeout" : "connection";
}
