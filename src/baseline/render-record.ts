import type { BaselineRecord } from "./baseline-schema.ts";

/** Text of baseline.json: a line a gate and case, so that a review shows what changed. */
export function renderRecord(record: BaselineRecord): string {
  const text = JSON.stringify(record, null, 2);
  return `${text.replaceAll(/\{\s*("[a-z]+": \d+(?:,\s*"[a-z]+": \d+)*)\s*\}/gu, (_, counts: string) => `{ ${counts.replaceAll(/\s+/gu, " ")} }`)}\n`;
}
