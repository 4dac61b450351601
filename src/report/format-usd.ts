/** `$12.30`, `$0.42`, `$0.0031`: to the cent, or to two digits where it is less than ten cents. */
export function formatUsd(usd: number): string {
  if (usd === 0) return "$0";
  if (usd >= 0.1) return `$${usd.toFixed(2)}`;
  const digits = Math.min(8, 1 - Math.floor(Math.log10(usd)));
  return usd < 1e-8 ? "less than $0.00000001" : `$${usd.toFixed(digits)}`;
}
