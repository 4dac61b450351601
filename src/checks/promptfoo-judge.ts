import { costOf, type PriceTable } from "../models/index.ts";
import type { Judge, Usage } from "../record/index.ts";

/** The part of promptfoo's result that tells what a judge took, as its 0.123 has it. */
export interface JudgedResult {
  readonly tokensUsed?: {
    /** Of all requests. `prompt` has those from and to the cache of the API. */
    readonly total?: number;
    readonly prompt?: number;
    readonly completion?: number;
    readonly numRequests?: number;
    readonly completionDetails?: {
      readonly cacheReadInputTokens?: number;
      readonly cacheCreationInputTokens?: number;
    };
  };
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Assertions for which promptfoo asks a model, also those that it does not list as such. */
const modelGraded = new Set([
  "agent-rubric",
  "answer-relevance",
  "context-faithfulness",
  "context-recall",
  "context-relevance",
  "conversation-relevance",
  "factuality",
  "g-eval",
  "llm-rubric",
  "model-graded-closedqa",
  "model-graded-factuality",
  "moderation",
  "search-rubric",
  "similar",
  "trajectory:goal-success",
]);

export function isModelGraded(type: string): boolean {
  const base = type.replace(/^not-/u, "");
  return modelGraded.has(base) || base.startsWith("similar:");
}

const nothing: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

/** The judge of a result: which model, and what it took; null where none was asked. */
export function readJudge(
  assertion: { readonly type: string; readonly [key: string]: unknown },
  result: JudgedResult,
  prices: PriceTable,
): Judge | null {
  const { total = 0, numRequests = 0 } = result.tokensUsed ?? {};
  // A check of the user's own that asks somebody tells so by its tokens.
  if (!isModelGraded(assertion.type) && total === 0 && numRequests === 0) return null;
  const model = modelOf(assertion["provider"]);
  const usage = readUsage(result);
  if (usage === nothing) return { model, usage, costUsd: 0 };
  const isPriced = usage !== null && model !== null;
  return {
    model,
    usage,
    costUsd: isPriced ? costOf(usage, model, prices, { batch: false }) : null,
  };
}

function readUsage({ tokensUsed, metadata }: JudgedResult): Usage | null {
  // Answered from promptfoo's own store: nobody was asked.
  if (metadata?.["cachedResponse"] === true) return nothing;
  const { prompt = 0, completion = 0, completionDetails = {} } = tokensUsed ?? {};
  // Where the provider tells no tokens, or their sum alone, promptfoo has 0.
  if (prompt + completion === 0) return null;
  const { cacheReadInputTokens = 0, cacheCreationInputTokens = 0 } = completionDetails;
  return {
    inputTokens: Math.max(0, prompt - cacheReadInputTokens - cacheCreationInputTokens),
    outputTokens: completion,
    cacheReadTokens: cacheReadInputTokens,
    cacheWriteTokens: cacheCreationInputTokens,
  };
}

/** As a suite names it: an id, or a map with an id, also one for each kind of model. */
function modelOf(provider: unknown): string | null {
  if (typeof provider === "string") return provider;
  if (typeof provider !== "object" || provider === null) return null;
  if ("id" in provider) return typeof provider.id === "string" ? provider.id : null;
  return "text" in provider ? modelOf(provider.text) : null;
}
