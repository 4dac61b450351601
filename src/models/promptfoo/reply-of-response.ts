import type { Answer, AnswerStatus } from "../../record/index.ts";
import type { ModelReply } from "../types.ts";
import type { ProviderResponse } from "./provider.ts";
import { readRawReply } from "./raw-reply.ts";

/** By the reason in lower case, in promptfoo's words and in those of the APIs. */
const statusOfReason: Readonly<Record<string, AnswerStatus>> = {
  stop: "answered",
  stop_sequence: "answered",
  end_turn: "answered",
  complete: "answered",
  completed: "answered",
  length: "truncated",
  max_tokens: "truncated",
  max_output_tokens: "truncated",
  model_length: "truncated",
  model_context_window_exceeded: "truncated",
  load: "truncated",
  tool_calls: "truncated",
  pause_turn: "truncated",
  content_filter: "filtered",
  content_filtered: "filtered",
  guardrail_intervened: "filtered",
  safety: "filtered",
  recitation: "filtered",
  prohibited_content: "filtered",
  blocklist: "filtered",
  spii: "filtered",
  error_toxic: "filtered",
  refusal: "refused",
};

/** What promptfoo writes where a filter left nothing. */
const placeholder = "Content filtered by provider";

/** Turns what a provider gave back into a reply. Failures are not its business. */
export function replyOfResponse(
  response: ProviderResponse,
  facts: {
    readonly raw: unknown;
    readonly maxTokens: number;
    readonly countsCachedInput: boolean;
    readonly latencyMs: number;
    /** UTC, ISO 8601. */
    readonly answeredAt: string;
  },
): ModelReply {
  const { raw, maxTokens, countsCachedInput, latencyMs, answeredAt } = facts;
  if (response.cached === true) {
    return malformed("promptfoo gave an earlier answer again, from its cache.");
  }
  const rawReply = readRawReply(raw);
  const stopReason =
    response.finishReason ?? response.metadata?.stopReason ?? rawReply.finishReason;
  const { output } = response;
  const hasText = typeof output === "string";
  // Where a filter was in the way, promptfoo gives its words out as the model's.
  const isBlocked =
    rawReply.blockReason !== null || (hasText && response.guardrails?.reason === output);
  // Without text, only a reason tells an answer from a reply that is none.
  if (!hasText && !isBlocked && (stopReason === null || (output ?? null) !== null)) {
    return malformed("The reply has no text.");
  }
  const usage = usageOf(response, countsCachedInput);
  const refusal = isBlocked ? "filtered" : refusalOf(response);
  const status =
    refusal ?? statusOf(stopReason, { isFull: (usage?.outputTokens ?? 0) >= maxTokens });
  const text = hasText && !isBlocked && output !== placeholder ? output : "";
  return {
    kind: "answer",
    status,
    answer: {
      text,
      source: "live",
      stopReason: rawReply.blockReason ?? stopReason,
      servedModel: rawReply.servedModel,
      usage,
      // Free of charge is not known by a 0.
      costUsd: response.cost ? response.cost : null,
      latencyMs,
      answeredAt,
    },
  };
}

/**
 * Whether a reply without an answer says that the prompt or the model is the reason: promptfoo
 * reports some filters, and thoughts that used up all tokens, as errors.
 */
export function saysWhyNoText(raw: unknown): boolean {
  const { blockReason, finishReason } = readRawReply(raw);
  if (blockReason !== null) return true;
  return finishReason !== null && statusOf(finishReason, { isFull: false }) !== "answered";
}

function refusalOf({ isRefusal, finishReason }: ProviderResponse): AnswerStatus | null {
  if (isRefusal !== true) return null;
  return finishReason === "content_filter" ? "filtered" : "refused";
}

function statusOf(reason: string | null, { isFull }: { readonly isFull: boolean }): AnswerStatus {
  // Not every provider gives a reason: who used up all that was allowed was cut off.
  if (reason === null) return isFull ? "truncated" : "answered";
  // A reason of tomorrow: not known to be a whole answer.
  return statusOfReason[reason.toLowerCase()] ?? "truncated";
}

function usageOf(
  { tokenUsage, metadata }: ProviderResponse,
  countsCachedInput: boolean,
): Answer["usage"] {
  const prompt = tokenUsage?.prompt ?? null;
  const completion = tokenUsage?.completion ?? null;
  // promptfoo has 0 for what a reply does not say; no answer has 0 tokens on both sides.
  if (prompt === null || completion === null || prompt + completion === 0) return null;
  const details = tokenUsage?.completionDetails;
  const cache = metadata?.cacheTokens;
  const cacheReadTokens = Math.round(
    details?.cacheReadInputTokens ?? cache?.read ?? tokenUsage?.cached ?? 0,
  );
  const cacheWriteTokens = Math.round(details?.cacheCreationInputTokens ?? cache?.write ?? 0);
  const cached = countsCachedInput ? cacheReadTokens + cacheWriteTokens : 0;
  return {
    inputTokens: Math.max(0, Math.round(prompt) - cached),
    outputTokens: Math.round(completion),
    cacheReadTokens,
    cacheWriteTokens,
  };
}

function malformed(reason: string): ModelReply {
  return { kind: "failure", status: "infrastructure", cause: "malformed-reply", reason };
}
