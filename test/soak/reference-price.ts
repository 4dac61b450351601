import table from "../../src/models/known-models.json" with { type: "json" };
import type { Bill } from "../fake-anthropic/start-fake-anthropic.ts";

interface Prices {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number | null;
  readonly cacheRead: number | null;
}

const models: Readonly<Record<string, Prices>> = table.models;

/**
 * What an answer costs by the price table, reckoned apart from the harness and in whole numbers:
 * prices are whole thousandths of a dollar for a million tokens, so that the sum is one of whole
 * billionths of a dollar.
 *
 * @returns billionths of a dollar; null where a price that is needed is not known
 */
export function nanoUsdOf(
  { usage, isBatch }: Pick<Bill, "usage" | "isBatch">,
  model: string,
): number | null {
  const prices = models[model];
  if (!prices) return null;
  const parts: readonly (readonly [number, number | null])[] = [
    [usage.inputTokens, prices.input],
    [usage.outputTokens, prices.output],
    [usage.cacheWriteTokens, prices.cacheWrite5m],
    [usage.cacheReadTokens, prices.cacheRead],
  ];
  let sum = 0;
  for (const [tokens, price] of parts) {
    if (tokens === 0) continue;
    if (price === null) return null;
    sum += tokens * Math.round(price * 1000);
  }
  return isBatch ? sum / 2 : sum;
}
