/** Literal `\n` and `\"`, which YAML leaves behind in doubly escaped descriptions, made real. */
export function unescapeLiterals(text: string): string {
  return text.replaceAll(/\\+n/gu, "\n").replaceAll(/\\+(["'])/gu, "$1");
}

/**
 * For a scalar's words and the way it stands in the file: a function from an offset into the
 * words to the line of the file. Both have the same characters in the same order, but for white
 * space, escapes and quotes, so walking them side by side aligns them.
 */
export function alignLines(
  words: string,
  source: { readonly text: string; readonly line: number },
): (offset: number) => number {
  if (!source.text.includes("\n")) return () => source.line;
  const lines = new Uint32Array(words.length + 1);
  let line = source.line;
  let at = 0;
  for (let index = 0; index < words.length; index += 1) {
    const character = words.charAt(index);
    if (character.trim() !== "") {
      // A character that was itself escaped (`\u00e9`) has no place of its own: look near only.
      const step = source.text.slice(at, at + 400).indexOf(character);
      if (step !== -1) {
        const found = at + step;
        for (; at < found; at += 1) if (source.text.charAt(at) === "\n") line += 1;
        at = found + 1;
      }
    }
    lines[index] = line;
  }
  lines[words.length] = line;
  return (offset) => lines[Math.min(Math.max(offset, 0), words.length)] ?? line;
}
