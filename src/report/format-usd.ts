import { groupDigits } from "./format-tokens.ts";

/** `$0.42`, `$0.003`, `$1,234.50`: two digits that matter below ten cents, cents from there on. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0001) return "under $0.0001";
  return usd < 0.0995 ? `$${Number(usd.toPrecision(2))}` : `$${groupDigits(usd.toFixed(2))}`;
}
