/**
 * Blanks HTML comments, line for line, so that what they hold is not read as part of the prompt's
 * structure. A comment that is never closed, or that stands in back-ticks, is text.
 */
export function blankComments(
  lines: readonly string[],
  inFence: readonly boolean[],
): readonly string[] {
  if (!lines.some((line) => line.includes("<!--"))) return lines;
  let lastEnd = -1;
  lines.forEach((line, at) => {
    if (inFence[at] !== true && line.includes("-->")) lastEnd = at;
  });
  let open = false;
  return lines.map((line, at) => {
    if (!open && (inFence[at] === true || !line.includes("<!--"))) return line;
    const lastClose = line.lastIndexOf("-->");
    let kept = "";
    let ticks = 0;
    let from = 0;
    while (from < line.length) {
      if (open) {
        const end = line.indexOf("-->", from);
        const next = end === -1 ? line.length : end + 3;
        kept += " ".repeat(next - from);
        open = end === -1;
        from = next;
      } else {
        const begin = line.indexOf("<!--", from);
        const stop = begin === -1 ? line.length : begin;
        const text = line.slice(from, stop);
        ticks += text.split("`").length - 1;
        kept += text;
        from = stop;
        if (begin === -1) break;
        open = ticks % 2 === 0 && (at < lastEnd || lastClose >= begin + 4);
        if (!open) {
          kept += line.slice(begin, begin + 4);
          from = begin + 4;
        }
      }
    }
    return kept;
  });
}
