import type { Failure } from "./failure.ts";
import type { HttpFacts } from "./observed-call.ts";

/**
 * Whether asking again may mend a failure: what the Anthropic SDK tries again, too. An answer that
 * broke off on its way was made and is paid for, so it is not asked for a second time.
 */
export function isWorthAnotherTry(failure: Failure, facts: HttpFacts): boolean {
  // Without HTTP of ours, the provider's own SDK has tried again already.
  if (failure.kind !== "missing" || facts.requests === 0) return false;
  switch (failure.cause) {
    case "rate-limit":
    case "overloaded":
    case "server-error":
      return true;
    case "connection":
      return facts.status === null;
    case "timeout":
      return facts.status === 408;
    case "malformed-reply":
    case "rejected-request":
      return false;
    default:
      return failure.cause satisfies never;
  }
}

/**
 * How long to wait before a request is sent again, in milliseconds: as the service says, else half a
 * second, doubled each time up to eight, less up to a quarter so that not all come at once.
 *
 * @param tries how often it was tried: 1 or more
 * @param random from 0 up to 1
 */
export function pauseBefore(tries: number, retryAfterMs: number | null, random: number): number {
  return retryAfterMs ?? Math.min(8_000, 500 * 2 ** (tries - 1)) * (1 - random / 4);
}
