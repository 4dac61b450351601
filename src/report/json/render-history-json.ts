import type { HistoryReport } from "../terminal/history/history-report.ts";

/** Version of the document, raised when a field changes its meaning or goes away. */
const reportVersion = 1;

/** A history as one JSON document: everything that the report on a terminal is made of. */
export function renderHistoryJson(report: HistoryReport): string {
  return JSON.stringify({ reportVersion, ...report }, null, 2);
}
