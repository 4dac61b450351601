import { systemTextOf, userTextOf, type MessageBody } from "./message-body.ts";
import { tokensOf, type BilledUsage } from "./usage.ts";

type InputUsage = Omit<BilledUsage, "outputTokens"> & { readonly isLong: boolean };

/**
 * The API's cache of prompts: the first request with a marked system prompt writes it, those that
 * come after the first reply has begun read it, for each model apart. Nothing expires.
 */
export interface PromptCache {
  /** How the input of a message is billed now. */
  read(body: MessageBody): InputUsage;
  /** The reply to the message begins. */
  write(body: MessageBody): void;
}

export function createPromptCache(): PromptCache {
  const entries = new Set<string>();
  const keyOf = (body: MessageBody) => JSON.stringify([body.model, systemTextOf(body)]);
  return {
    read(body) {
      const ttl = cacheTtl(body);
      const system = tokensOf(systemTextOf(body));
      const user = tokensOf(userTextOf(body));
      const isRead = ttl !== null && entries.has(keyOf(body));
      return {
        inputTokens: ttl === null ? user + system : user,
        cacheReadTokens: isRead ? system : 0,
        cacheWriteTokens: ttl !== null && !isRead ? system : 0,
        isLong: ttl === "1h",
      };
    },
    write(body) {
      if (cacheTtl(body) !== null) entries.add(keyOf(body));
    },
  };
}

/** How long the system prompt is to be cached; null: it is not marked. */
function cacheTtl({ system }: MessageBody): "5m" | "1h" | null {
  const marked = Array.isArray(system) ? system.find((block) => block.cache_control) : undefined;
  return marked === undefined ? null : (marked.cache_control?.ttl ?? "5m");
}
