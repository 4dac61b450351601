/** Heights for 0, six steps between, and 1: neither end is ever rounded to. */
const blocks = "▁▂▃▄▅▆▇█";
const tenths = "0123456789X";

/**
 * Rates as one character each, on a scale of 0 to 100 % for all gates, so that heights compare.
 * Without Unicode the tenths: `7` for 70 to 79 %, `X` for 100 %. `·` or `.`: nothing was decided.
 *
 * @param rates 0..1
 */
export function renderSparkline(
  rates: readonly (number | null)[],
  { unicode }: { readonly unicode: boolean },
): string {
  const scale = unicode ? blocks : tenths;
  const none = unicode ? "·" : ".";
  return rates
    .map((rate) => (rate === null ? none : scale.charAt(levelOf(rate, unicode))))
    .join("");
}

function levelOf(rate: number, unicode: boolean): number {
  if (!unicode) return Math.min(10, Math.floor(rate * 10 + 1e-9));
  if (rate <= 0) return 0;
  if (rate >= 1) return blocks.length - 1;
  return 1 + Math.min(5, Math.floor(rate * 6));
}

/** What the characters mean. */
export function explainSparkline({ unicode }: { readonly unicode: boolean }): string {
  return unicode
    ? "▁ 0% to █ 100%, · not decided"
    : "0 to 9: tenths (7 is 70 to 79%), X 100%, . not decided";
}
