import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** One reply on its way to the client. */
export interface Reply {
  readonly response: ServerResponse;
  /** Sent as the header `request-id`. */
  readonly requestId: string;
  /** Aborted when the connection closes, whoever closes it. */
  readonly gone: AbortSignal;
  /** Resolves when the reply or the connection has ended: whether the last byte was sent. */
  readonly ended: Promise<boolean>;
  /** How much of it is sent before the connection breaks; `silent`: nothing, and it does not. */
  readonly share: "all" | "half" | "none" | "silent";
}

export function createReply(response: ServerResponse, requestId: string): Reply {
  const gone = new AbortController();
  const ended = new Promise<boolean>((resolve) => {
    response.once("finish", () => resolve(true));
    response.once("close", () => {
      gone.abort();
      resolve(false);
    });
  });
  return { response, requestId, gone: gone.signal, ended, share: "all" };
}

/** Waits, or until the client is gone. */
export async function wait(ms: number, { gone }: Reply): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal: gone }).catch(() => undefined);
}

/** Leaves the connection open until somebody closes it. */
export async function keepSilent({ ended }: Reply): Promise<void> {
  await ended;
}

/** Lets go what was written, then breaks the connection. */
export async function breakOff(reply: Reply): Promise<void> {
  if (reply.response.headersSent) await wait(20, reply);
  reply.response.destroy();
}

const stepMs = 20;

/**
 * Writes at a pace.
 *
 * @param bytesPerSecond null: at once
 */
export async function write(
  text: string,
  reply: Reply,
  bytesPerSecond: number | null,
): Promise<void> {
  if (reply.gone.aborted) return;
  if (bytesPerSecond === null) {
    reply.response.write(text);
    return;
  }
  const bytes = Buffer.from(text);
  const step = Math.max(1, Math.round((bytesPerSecond * stepMs) / 1000));
  for (let start = 0; start < bytes.length && !reply.gone.aborted; start += step) {
    const part = bytes.subarray(start, start + step);
    reply.response.write(part);
    await wait((part.length * 1000) / bytesPerSecond, reply);
  }
}
