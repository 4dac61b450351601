import type { Fault } from "../fake-anthropic/start-fake-anthropic.ts";
import type { Dice } from "./scenario.ts";

/** Everything that can go wrong with a message. */
export const faultKinds = [
  "rate-limit",
  "rate-limit-seconds",
  "overloaded",
  "server-error",
  "bad-request",
  "filtered",
  "drop-before",
  "drop-within",
  "cut",
  "silent",
  "error-event",
  "malformed",
  "slow",
  "crawl",
  "max-tokens",
  "refusal",
  "stop-of-tomorrow",
  "other-model",
  "unknown-model-served",
] as const;

export type FaultKind = (typeof faultKinds)[number];

/** These end only by a timeout. */
export const hangingFaults: readonly FaultKind[] = ["silent", "crawl"];

/** A fault of a kind, with what is random about it. */
export function drawFault(kind: FaultKind, { whole, oneOf }: Dice): Fault {
  // A server that says nothing of when to come back is tried again after half a second.
  const soon = { retryAfterMs: 1 + whole(20) };
  switch (kind) {
    case "rate-limit":
      return { kind: "status", status: 429, ...soon };
    case "rate-limit-seconds":
      return { kind: "status", status: 429, retryAfterSeconds: 1 };
    case "overloaded":
      return { kind: "status", status: 529, ...soon };
    case "server-error":
      return { kind: "status", status: oneOf([500, 502, 503, 504, 408]), ...soon };
    case "bad-request":
      return { kind: "status", status: oneOf([400, 413, 422]) };
    case "filtered":
      return {
        kind: "status",
        status: 400,
        message: "Output blocked by content filtering policy",
      };
    case "drop-before":
      return { kind: "drop", afterPieces: 0 };
    case "drop-within":
      return { kind: "drop", afterPieces: 1 + whole(3) };
    case "cut":
      return { kind: "cut", afterPieces: whole(3) };
    case "silent":
      return { kind: "silent", afterPieces: whole(3) };
    case "error-event":
      return {
        kind: "error-event",
        type: oneOf(["overloaded_error", "api_error", "rate_limit_error"]),
        afterPieces: whole(3),
      };
    case "malformed":
      return { kind: "malformed", afterPieces: whole(3) };
    case "slow":
      return { kind: "slow", bytesPerSecond: 50_000 };
    case "crawl":
      return { kind: "slow", bytesPerSecond: 1 };
    case "max-tokens":
      return { kind: "stop", reason: "max_tokens" };
    case "refusal":
      return { kind: "stop", reason: "refusal" };
    case "stop-of-tomorrow":
      return { kind: "stop", reason: "tired" };
    case "other-model":
      return { kind: "other-model", model: "claude-haiku-5-5" };
    case "unknown-model-served":
      return { kind: "other-model", model: "claude-nobody-knows" };
  }
}
