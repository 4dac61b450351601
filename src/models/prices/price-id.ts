import type { PriceTable } from "./price-schema.ts";

/** `-20251001`, `-2025-10-01`. */
const dateSuffix = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/u;

/** What promptfoo puts in front of the ids of Anthropic's own API. Others sell at prices of their own. */
const anthropicPrefix = /^anthropic:(?:messages:)?/u;

/**
 * The id under which a model has its prices: its own, or, for a dated snapshot such as
 * `claude-haiku-4-5-20251001`, the id without the date. `anthropic:…` is Anthropic's API, by whom
 * ever it is asked. null: no price of it is known.
 */
export function priceIdOf(model: string, { models }: PriceTable): string | null {
  const bare = model.replace(anthropicPrefix, "");
  const candidates = [model, bare, model.replace(dateSuffix, ""), bare.replace(dateSuffix, "")];
  return candidates.find((id) => models.has(id)) ?? null;
}
