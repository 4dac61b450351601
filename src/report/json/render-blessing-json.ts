import type { BlessingView } from "../terminal/blessing/render-blessing.ts";

/** Version of the document, raised when a field changes its meaning or goes away. */
const reportVersion = 1;

/** What was blessed and what it changes, as one JSON document; the counts stand in baseline.json. */
export function renderBlessingJson(view: BlessingView): string {
  const { folder, record, notices, isRegraded, previous, changes, written, isDryRun } = view;
  const { cases: _, gates: __, ...baseline } = record;
  const document = {
    reportVersion,
    folder,
    baseline,
    notices,
    regraded: isRegraded,
    previous,
    changes,
    written,
    dryRun: isDryRun,
  };
  return JSON.stringify(document, null, 2);
}
