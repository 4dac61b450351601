/**
 * Takes the common indentation from code that is shown as an excerpt of a class or function, so
 * that it can be parsed alone. Comment lines do not count; lines keep their places. Code that
 * starts at the margin comes back as it is.
 */
export function dedentFragment(source: string): string {
  const lines = source.split("\n");
  let margin: string | null = null;
  for (const line of lines) {
    const text = line.trimStart();
    if (text === "" || text.startsWith("#")) continue;
    const indent = line.slice(0, line.length - text.length);
    margin = margin === null ? indent : commonPrefix(margin, indent);
    if (margin === "") return source;
  }
  if (margin === null) return source;
  const width = margin.length;
  return lines
    .map((line) => (line.startsWith(margin) ? line.slice(width) : line.trimStart()))
    .join("\n");
}

function commonPrefix(left: string, right: string): string {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return left.slice(0, length);
}
