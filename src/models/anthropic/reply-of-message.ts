import type { Message, StopReason } from "@anthropic-ai/sdk/resources/messages.js";
import type { AnswerStatus } from "../../record/index.ts";
import type { ModelReply } from "../types.ts";

/**
 * What each stop reason means. The model wanting to go on (`tool_use`, `pause_turn`: without tools
 * neither should happen) is an unfinished answer.
 */
const statusOfStopReason: Readonly<Record<StopReason, AnswerStatus>> = {
  end_turn: "answered",
  stop_sequence: "answered",
  max_tokens: "truncated",
  model_context_window_exceeded: "truncated",
  tool_use: "truncated",
  pause_turn: "truncated",
  refusal: "refused",
};

/** Turns the API's final message into a reply. A message without a stop reason was cut off on its way. */
export function replyOfMessage(
  message: Message,
  { latencyMs, answeredAt }: { readonly latencyMs: number | null; readonly answeredAt: string },
): ModelReply {
  const stopReason: string | null = message.stop_reason;
  if (stopReason === null) {
    return {
      kind: "failure",
      status: "infrastructure",
      cause: "malformed-reply",
      reason: "The reply ended before the model said that it was done.",
    };
  }
  const statuses: Readonly<Partial<Record<string, AnswerStatus>>> = statusOfStopReason;
  const { usage } = message;
  return {
    kind: "answer",
    // A stop reason of tomorrow: not known to be a whole answer.
    status: statuses[stopReason] ?? "truncated",
    answer: {
      text: message.content.map((block) => (block.type === "text" ? block.text : "")).join(""),
      source: "live",
      stopReason,
      servedModel: message.model,
      usage: {
        inputTokens: usage.input_tokens,
        outputTokens: usage.output_tokens,
        cacheReadTokens: usage.cache_read_input_tokens ?? 0,
        cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
      },
      costUsd: null,
      latencyMs,
      answeredAt,
    },
  };
}
