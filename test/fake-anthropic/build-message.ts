import type {
  ContentBlock,
  Message,
  StopReason,
  Usage,
} from "@anthropic-ai/sdk/resources/messages.js";
import type { MessageBody } from "./message-body.ts";
import type { PromptCache } from "./prompt-cache.ts";
import type { Fault } from "./types.ts";
import { firstTokens, tokensOf, type BilledUsage } from "./usage.ts";

/** The whole message, as a request without streaming gets it, and what it is billed as. */
export interface BuiltMessage {
  readonly message: Message;
  readonly usage: BilledUsage;
}

/** What a model that thinks has thought. */
const thought = "Let me think.";

export function buildMessage({
  id,
  body,
  text,
  fault,
  cache,
  isBatch,
}: {
  readonly id: string;
  readonly body: MessageBody;
  readonly text: string;
  readonly fault: Fault | null;
  readonly cache: PromptCache;
  readonly isBatch: boolean;
}): BuiltMessage {
  const thinks = body.thinking !== undefined && body.thinking.type !== "disabled";
  const thinkingTokens = thinks ? tokensOf(thought) : 0;
  const room = Math.max(0, body.max_tokens - thinkingTokens);
  const isCut = tokensOf(text) > room;
  const kept = isCut ? firstTokens(text, room) : text;
  const reason = fault?.kind === "stop" ? fault.reason : isCut ? "max_tokens" : "end_turn";
  const { isLong, ...input } = cache.read(body);
  const usage: BilledUsage = { ...input, outputTokens: tokensOf(kept) + thinkingTokens };
  const content: ContentBlock[] = [
    ...(thinks ? [{ type: "thinking" as const, thinking: thought, signature: "c2lnbg==" }] : []),
    { type: "text", text: kept, citations: null },
  ];
  const message: Message = {
    id: `msg_${id}`,
    type: "message",
    role: "assistant",
    model: fault?.kind === "other-model" ? fault.model : body.model,
    content,
    container: null,
    diagnostics: null,
    stop_reason: reason as StopReason,
    stop_sequence: null,
    stop_details:
      reason === "refusal" ? { type: "refusal", category: null, explanation: null } : null,
    usage: usageOf(usage, { isLong, isBatch, thinkingTokens }),
  };
  return { message, usage };
}

function usageOf(
  usage: BilledUsage,
  {
    isLong,
    isBatch,
    thinkingTokens,
  }: { readonly isLong: boolean; readonly isBatch: boolean; readonly thinkingTokens: number },
): Usage {
  const written = usage.cacheWriteTokens;
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: usage.cacheReadTokens,
    cache_creation: {
      ephemeral_5m_input_tokens: isLong ? 0 : written,
      ephemeral_1h_input_tokens: isLong ? written : 0,
    },
    output_tokens_details: { thinking_tokens: thinkingTokens },
    inference_geo: null,
    server_tool_use: null,
    service_tier: isBatch ? "batch" : "standard",
    speed: null,
  };
}
