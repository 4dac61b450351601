import { cameBeforeSending } from "../http/network-error.ts";
import { readPause } from "../http/read-pause.ts";
import type { AdaptiveLimiter, Slot, ThrottleCause } from "../throttling/adaptive-limiter.ts";

/** The requests that the SDK sends for one sample: the first one and its retries. */
export interface Attempts {
  /** For the SDK: waits for its turn, sends, and sees what comes back. */
  readonly fetch: typeof fetch;
  /**
   * Requests that were sent and not answered in full, so that they may have been billed.
   *
   * @param isWhole whether the last one was answered in full after all
   */
  lost(isWhole: boolean): number;
  /** Whether a retry was given up because `mayRetry` said no. */
  readonly isRefused: () => boolean;
  /** Gives the place back; to be called in any case. */
  end(isWhole: boolean): void;
}

const causeOfStatus: Readonly<Record<number, ThrottleCause>> = {
  429: "rate-limit",
  529: "overloaded",
};

/**
 * @param options.mayRetry asked before each further request behind a lost one, which may have to
 * be paid for twice
 * @param options.giveUp ends the SDK's retries
 */
export function observeAttempts(options: {
  readonly limiter: AdaptiveLimiter;
  readonly signal: AbortSignal;
  readonly mayRetry: () => Promise<boolean>;
  readonly giveUp: () => void;
  readonly now: () => number;
}): Attempts {
  const { limiter, signal, mayRetry, giveUp, now } = options;
  let slot: Slot | null = null;
  /** Whether the last request is being answered. */
  let isAnswering = false;
  let lost = 0;
  let paidFor = 0;
  let refused = false;

  return {
    async fetch(input, init) {
      slot?.release();
      if (lost > paidFor) {
        paidFor = lost;
        if (!(await mayRetry())) {
          refused = true;
          giveUp();
          throw new Error("The retry would exceed the budget.");
        }
      }
      slot = await limiter.acquire(signal);
      let response: Response;
      try {
        response = await fetch(input, init);
      } catch (error) {
        if (!cameBeforeSending(error)) lost += 1;
        throw error;
      }
      const cause = causeOfStatus[response.status];
      if (cause !== undefined) {
        slot.throttled(cause, response.status === 429 ? readPause(response, now()) : null);
      }
      if (response.ok) isAnswering = true;
      else slot.release();
      return response;
    },
    lost: (isWhole) => lost + (isAnswering && !isWhole ? 1 : 0),
    isRefused: () => refused,
    end(isWhole) {
      if (isWhole) slot?.succeeded();
      slot?.release();
    },
  };
}
