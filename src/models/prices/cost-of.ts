import type { Usage } from "../../record/index.ts";
import { priceIdOf } from "./price-id.ts";
import type { ModelPrices, PriceTable } from "./price-schema.ts";

/** Prices are for so many tokens. */
const tokensPerPrice = 1_000_000;

export interface PriceOptions {
  /** Asked in a Message Batch. */
  readonly batch: boolean;
}

/**
 * What a reply cost, in USD: tokens times price, by kind of token. Cache writes are of the kind that
 * lasts 5 minutes, the only one that is asked for.
 *
 * @returns null where the price of a kind of token that was used is not known
 */
export function costOf(
  usage: Usage,
  model: string,
  table: PriceTable,
  { batch }: PriceOptions,
): number | null {
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = usage;
  const prices = pricesOf(model, table);
  const promptTokens = inputTokens + cacheReadTokens + cacheWriteTokens;
  const tier = isBeyond(prices, promptTokens) ? prices?.beyond : prices;
  const parts = [
    priceOf(inputTokens, tier?.input ?? null),
    priceOf(outputTokens, tier?.output ?? null),
    priceOf(cacheReadTokens, tier?.cacheRead ?? null),
    priceOf(cacheWriteTokens, tier?.cacheWrite5m ?? null),
  ];
  return toUsd(sumOf(parts), table, batch);
}

/**
 * The most that one request can cost, in USD: the whole prompt at the dearest price that it can
 * come at, and an answer of the greatest length.
 *
 * @param tokens.promptTokens an upper bound of the prompt's tokens
 * @param options.caching whether the prompt is sent as a cached block (default: it is)
 * @returns null where a price that may be needed is not known
 */
export function maxCostOf(
  { promptTokens, maxTokens }: { readonly promptTokens: number; readonly maxTokens: number },
  model: string,
  table: PriceTable,
  { batch, caching = true }: PriceOptions & { readonly caching?: boolean },
): number | null {
  const prices = pricesOf(model, table);
  // A bound beyond the limit does not tell that the prompt itself is.
  const tiers = isBeyond(prices, promptTokens) ? [prices, prices?.beyond] : [prices];
  const costs = tiers.map((tier) => {
    const prompt = [tier?.input, ...(caching ? [tier?.cacheWrite5m, tier?.cacheRead] : [])];
    return sumOf([
      priceOf(promptTokens, greatestOf(prompt)),
      priceOf(maxTokens, tier?.output ?? null),
    ]);
  });
  return toUsd(greatestOf(costs), table, batch);
}

function pricesOf(model: string, table: PriceTable): ModelPrices | null {
  return table.models.get(priceIdOf(model, table) ?? model) ?? null;
}

function isBeyond(prices: ModelPrices | null, promptTokens: number): boolean {
  return promptTokens > (prices?.upToPromptTokens ?? Infinity);
}

/** In millionths of a dollar; null: not known. What was not used costs nothing at any price. */
function priceOf(tokens: number, price: number | null): number | null {
  if (tokens === 0) return 0;
  return price === null ? null : tokens * price;
}

function sumOf(parts: readonly (number | null)[]): number | null {
  return parts.reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0);
}

/** The greatest of the numbers; null where one of them is not known. */
function greatestOf(numbers: readonly (number | null | undefined)[]): number | null {
  const known = numbers.filter((number) => typeof number === "number");
  return known.length === numbers.length ? Math.max(0, ...known) : null;
}

function toUsd(millionths: number | null, table: PriceTable, batch: boolean): number | null {
  if (millionths === null) return null;
  return (millionths * (batch ? table.batchDiscount : 1)) / tokensPerPrice;
}
