import type { Answer } from "../../record/index.ts";

/** promptfoo's count of an answer's tokens. */
export interface TokenUsage {
  readonly prompt: number;
  readonly completion: number;
  /** promptfoo means answers of its own cache by this: there are none. */
  readonly cached: 0;
  readonly total: number;
  readonly numRequests: number;
}

/** What an answer took, in promptfoo's words; what is not known of it is left out. */
export function describeAnswer(answer: Answer) {
  const { text, stopReason, servedModel, usage, costUsd, latencyMs } = answer;
  const tokenUsage = usage === null ? null : toTokenUsage(usage);
  return {
    response: {
      output: text,
      cached: false,
      ...(tokenUsage === null ? {} : { tokenUsage }),
      ...(costUsd === null ? {} : { cost: costUsd }),
      ...(stopReason === null ? {} : { finishReason: stopReason }),
      metadata: servedModel === null ? {} : { servedModel },
    },
    ...(tokenUsage === null ? {} : { tokenUsage }),
    ...(costUsd === null ? {} : { cost: costUsd }),
    ...(latencyMs === null ? {} : { latencyMs: Math.round(latencyMs) }),
  };
}

function toTokenUsage(usage: NonNullable<Answer["usage"]>): TokenUsage {
  const prompt = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const completion = usage.outputTokens;
  return { prompt, completion, cached: 0, total: prompt + completion, numRequests: 1 };
}
