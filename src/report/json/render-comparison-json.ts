import type { ComparisonReport } from "../../compare/index.ts";

/** Version of the document, raised when a field changes its meaning or goes away. */
const reportVersion = 1;

/** A comparison as one JSON document: everything that the report on a terminal is made of. */
export function renderComparisonJson(report: ComparisonReport, exitCode: number): string {
  return JSON.stringify({ reportVersion, exitCode, ...report }, null, 2);
}
