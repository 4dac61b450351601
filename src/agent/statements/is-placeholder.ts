const slot =
  /\[[^\][\n]{0,200}\](?!\()|\{[^{}\n]{0,200}\}|<[^<>\n]{0,200}>|`[^`\n]{0,200}`|\.{3}|…/gu;

/** A line of a template, with nothing but slots to fill: `[file name]`, `**Severity**: {level}`, `...`. */
export function isPlaceholder(text: string): boolean {
  const bare = text.replaceAll(slot, "");
  if (!/[\p{L}\p{N}]/u.test(bare)) return !/`/u.test(text) || bare === text;
  if (bare === text || text.includes("`")) return false;
  const colon = bare.search(/[:：]/u);
  return colon !== -1 && colon <= 60 && !/[\p{L}\p{N}]/u.test(bare.slice(colon + 1));
}
