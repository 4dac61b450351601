import type { Fault } from "../fake-anthropic/start-fake-anthropic.ts";
import type { Dice } from "./dice.ts";

/** A server that says nothing of when to come back is tried again only after half a second. */
const soon = ({ whole }: Dice) => ({ retryAfterMs: 1 + whole(20) });

/** Everything that can go wrong with a message, and what is random about it. */
const faults = {
  "rate-limit": (dice) => ({ kind: "status", status: 429, ...soon(dice) }),
  "rate-limit-seconds": () => ({ kind: "status", status: 429, retryAfterSeconds: 1 }),
  overloaded: (dice) => ({ kind: "status", status: 529, ...soon(dice) }),
  "server-error": (dice) => ({
    kind: "status",
    status: dice.oneOf([500, 502, 503, 504, 408]),
    ...soon(dice),
  }),
  "bad-request": ({ oneOf }) => ({ kind: "status", status: oneOf([400, 413, 422]) }),
  filtered: () => ({
    kind: "status",
    status: 400,
    message: "Output blocked by content filtering policy",
  }),
  "drop-before": () => ({ kind: "drop", afterPieces: 0 }),
  "drop-within": ({ whole }) => ({ kind: "drop", afterPieces: 1 + whole(3) }),
  cut: ({ whole }) => ({ kind: "cut", afterPieces: whole(3) }),
  silent: ({ whole }) => ({ kind: "silent", afterPieces: whole(3) }),
  "error-event": ({ whole, oneOf }) => ({
    kind: "error-event",
    type: oneOf(["overloaded_error", "api_error", "rate_limit_error"]),
    afterPieces: whole(3),
  }),
  malformed: ({ whole }) => ({ kind: "malformed", afterPieces: whole(3) }),
  slow: () => ({ kind: "slow", bytesPerSecond: 50_000 }),
  crawl: () => ({ kind: "slow", bytesPerSecond: 1 }),
  "max-tokens": () => ({ kind: "stop", reason: "max_tokens" }),
  refusal: () => ({ kind: "stop", reason: "refusal" }),
  "stop-of-tomorrow": () => ({ kind: "stop", reason: "tired" }),
  "other-model": () => ({ kind: "other-model", model: "claude-haiku-5-5" }),
  "unknown-model-served": () => ({ kind: "other-model", model: "claude-nobody-knows" }),
} as const satisfies Readonly<Record<string, (dice: Dice) => Fault>>;

export type FaultKind = keyof typeof faults;

export const faultKinds = Object.keys(faults) as readonly FaultKind[];

/** These end only by a timeout. */
export const hangingFaults: readonly FaultKind[] = ["silent", "crawl"];

export function drawFault(kind: FaultKind, dice: Dice): Fault {
  return faults[kind](dice);
}
