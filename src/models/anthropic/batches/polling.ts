import { setTimeout as sleep } from "node:timers/promises";

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const growth = 1.5;

/**
 * Pauses of half a second that grow to half a minute: small batches end within a minute, large
 * ones within an hour or a day.
 */
export function createPolling(): { readonly wait: (signal: AbortSignal) => Promise<void> } {
  let pauseMs = firstPauseMs;
  return {
    async wait(signal) {
      const ms = pauseMs;
      pauseMs = Math.min(longestPauseMs, pauseMs * growth);
      // Who waits looks at the signal afterwards.
      await sleep(ms, undefined, { signal }).catch(() => undefined);
    },
  };
}
