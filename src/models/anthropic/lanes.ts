import type { Anthropic } from "@anthropic-ai/sdk";
import type { Attempts } from "./attempts.ts";

/** A client that sends the requests of one sample at a time. */
export interface Lane {
  readonly client: Anthropic;
  /** Whose requests the client sends, and who sees what comes back. */
  attempts: Attempts | null;
}

/**
 * Clients for samples that are asked at the same time. The SDK takes what sees its requests when a
 * client is made, and a client is large: they are used again.
 */
export function createLanes(client: Anthropic): {
  readonly take: (attempts: Attempts) => Lane;
  readonly giveBack: (lane: Lane) => void;
} {
  const idle: Lane[] = [];

  function open(): Lane {
    const lane: Lane = {
      client: client.withOptions({
        fetch: (input, init) => {
          if (lane.attempts === null) {
            throw new Error("A request was sent when none was asked for.");
          }
          return lane.attempts.fetch(input, init);
        },
      }),
      attempts: null,
    };
    return lane;
  }

  return {
    take(attempts) {
      const lane = idle.pop() ?? open();
      lane.attempts = attempts;
      return lane;
    },
    giveBack(lane) {
      lane.attempts = null;
      idle.push(lane);
    },
  };
}
