import {
  costOf,
  maxCostOf,
  type InputTokens,
  type ModelRequest,
  type PriceTable,
} from "../../models/index.ts";
import type { ModelReference, RunRecord } from "../../record/index.ts";
import type { AnswerLengths } from "./answer-lengths.ts";

export interface PricedCalls {
  readonly model: ModelReference;
  readonly requests: readonly ModelRequest[];
  /** One for each request. */
  readonly input: InputTokens;
  readonly prices: PriceTable;
  readonly settings: Pick<RunRecord["settings"], "batch" | "concurrency" | "maxTokens">;
}

/** Least that the calls can cost, USD: empty answers to prompts that the cache has; null: not known. */
export function leastCost({ model, input, prices, settings }: PricedCalls): number | null {
  const isAnthropic = model.kind === "anthropic";
  return sumOf(
    input.each.map(({ total, system }) => {
      // Others cache by themselves, if they do, and then what they want.
      const cached = isAnthropic ? system : total;
      const [plain, cheap] = [0, cached].map((cacheReadTokens) =>
        costOf(
          { ...nothing, inputTokens: total - cacheReadTokens, cacheReadTokens },
          model.id,
          prices,
          batchOf(model, settings),
        ),
      );
      const known = [plain, cheap].filter((cost) => typeof cost === "number");
      if (known.length === 0 || (isAnthropic && known.length < 2)) return null;
      return Math.min(...known);
    }),
  );
}

/** Most that the calls can cost, USD; null: not known. */
export function mostCost({ model, input, prices, settings }: PricedCalls): number | null {
  const { maxTokens } = settings;
  const options = { ...batchOf(model, settings), caching: model.kind === "anthropic" };
  return sumOf(
    input.each.map(({ most }) =>
      maxCostOf({ promptTokens: most, maxTokens }, model.id, prices, options),
    ),
  );
}

/**
 * What the calls will probably cost, USD: each answer as long as those to its case were. A prompt is
 * written to the cache by the requests that are sent before the first answer is there, and read
 * from it by all others; in a batch, where nobody knows the order, all write it.
 */
export function likelyCost(calls: PricedCalls, lengths: AnswerLengths): number | null {
  const { model, requests, input, prices, settings } = calls;
  const isCached = model.kind === "anthropic";
  const cached = new Set<string>();
  return sumOf(
    requests.map(({ caseId, promptHash }, index) => {
      const { total = 0, system = 0 } = input.each[index] ?? {};
      const writes = settings.batch || index < settings.concurrency || !cached.has(promptHash);
      cached.add(promptHash);
      const usage = {
        inputTokens: isCached ? total - system : total,
        outputTokens: Math.min(lengths.ofCase(caseId), settings.maxTokens),
        cacheReadTokens: isCached && !writes ? system : 0,
        cacheWriteTokens: isCached && writes ? system : 0,
      };
      return costOf(usage, model.id, prices, batchOf(model, settings));
    }),
  );
}

const nothing = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

function batchOf({ kind }: ModelReference, { batch }: PricedCalls["settings"]) {
  return { batch: batch && kind === "anthropic" };
}

function sumOf(costs: readonly (number | null)[]): number | null {
  return costs.reduce((sum, cost) => (sum === null || cost === null ? null : sum + cost), 0);
}
