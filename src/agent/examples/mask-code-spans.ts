/**
 * Blanks code spans, so that a tag inside one is not found. As in CommonMark, a run of back-ticks
 * is closed by the next run of the same length in the same paragraph. A span in which somebody
 * speaks before any tag comes is two stray back-ticks around an example, and stays.
 */
export function maskCodeSpans(text: string): string {
  if (!text.includes("`")) return text;
  const runs = [...text.matchAll(/`+/gu)].map((run) => ({ at: run.index, length: run[0].length }));
  const paragraphs = new Map<number, number>();
  let paragraph = 0;
  let from = 0;
  runs.forEach((run, index) => {
    if (/\n[ \t]*\n/u.test(text.slice(from, run.at))) paragraph += 1;
    from = run.at;
    paragraphs.set(index, paragraph);
  });
  // For each run, the next one of its length in its paragraph.
  const next = new Map<number, number>();
  const latest = new Map<string, number>();
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const key = `${paragraphs.get(index)}:${runs[index]?.length}`;
    const closing = latest.get(key);
    if (closing !== undefined) next.set(index, closing);
    latest.set(key, index);
  }
  let masked = "";
  let kept = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const open = runs[index];
    const closing = next.get(index);
    const close = closing === undefined ? undefined : runs[closing];
    if (open === undefined || closing === undefined || close === undefined) continue;
    const start = open.at + open.length;
    const span = text.slice(start, close.at);
    if (/^[^<]*\b(?:user|context|assistant)\b[^<]*:|^[^<]+<example[\s\S]*\buser\s*:/iu.test(span)) {
      continue;
    }
    masked += text.slice(kept, start) + span.replaceAll(/[^\n]/gu, " ");
    kept = close.at;
    index = closing;
  }
  return masked + text.slice(kept);
}
