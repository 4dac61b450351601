/** `$0.42`, `$0.003`, `$1,234.50`: two digits that matter below ten cents, cents from there on. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  if (usd < 0.0001) return "under $0.0001";
  return usd < 0.0995 ? `$${Number(usd.toPrecision(2))}` : `$${groupDigits(usd.toFixed(2))}`;
}

/** `12,345`. */
export function formatTokens(tokens: number): string {
  return groupDigits(String(Math.round(tokens)));
}

function groupDigits(number: string): string {
  const [whole = "", ...rest] = number.split(".");
  return [whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ","), ...rest].join(".");
}
