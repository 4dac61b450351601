/** What `retry-after-ms` or `retry-after` (seconds, or a date) says, in milliseconds; null: nothing. */
export function readPause({ headers }: Response, nowMs: number): number | null {
  const ms = Number.parseFloat(headers.get("retry-after-ms") ?? "");
  if (ms > 0) return ms;
  const after = headers.get("retry-after") ?? "";
  const seconds = Number.parseFloat(after);
  const pause = Number.isNaN(seconds) ? Date.parse(after) - nowMs : seconds * 1000;
  return pause > 0 ? pause : null;
}
