import type { PriceTable } from "./price-schema.ts";

/** `-20251001`, `-2025-10-01`. */
const dateSuffix = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/u;

/**
 * The id under which a model has its prices: its own, or, for a dated snapshot such as
 * `claude-haiku-4-5-20251001`, the id without the date. null: no price of it is known.
 */
export function priceIdOf(model: string, { models }: PriceTable): string | null {
  const candidates = [model, model.replace(dateSuffix, "")];
  return candidates.find((id) => models.has(id)) ?? null;
}
