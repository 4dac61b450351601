import type { Usage } from "../../record/index.ts";

/** Sum of the numbers that are known; null: none is. */
export function sumKnown(numbers: readonly (number | null)[]): number | null {
  const known = numbers.filter((number) => number !== null);
  return known.length === 0 ? null : known.reduce((total, number) => total + number, 0);
}

/** Sum of the tokens that are known, by kind; null: none are. */
export function addUsages(usages: readonly (Usage | null)[]): Usage | null {
  const known = usages.filter((usage) => usage !== null);
  const [first, ...others] = known;
  if (first === undefined) return null;
  return others.reduce(
    (total, usage): Usage => ({
      inputTokens: total.inputTokens + usage.inputTokens,
      outputTokens: total.outputTokens + usage.outputTokens,
      cacheReadTokens: total.cacheReadTokens + usage.cacheReadTokens,
      cacheWriteTokens: total.cacheWriteTokens + usage.cacheWriteTokens,
    }),
    first,
  );
}
