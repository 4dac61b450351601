/** `12,345`. */
export function formatTokens(tokens: number): string {
  return groupDigits(String(Math.round(tokens)));
}

/** A comma before every three digits of the whole part. */
export function groupDigits(number: string): string {
  const [whole = "", ...rest] = number.split(".");
  return [whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, ","), ...rest].join(".");
}
