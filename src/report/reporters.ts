import { renderCsv } from "./csv/render-csv.ts";
import { renderAnnotations } from "./github/render-annotations.ts";
import { renderRunJson } from "./json/render-run-json.ts";
import { renderJunit } from "./junit/render-junit.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import { renderPromptfooResults } from "./promptfoo/render-promptfoo-results.ts";
import type { Reporter, ReporterId, ReporterInput } from "./reporter.ts";
import { renderComparison } from "./terminal/compare/render-comparison.ts";
import { renderRun } from "./terminal/run/render-run.ts";

/** All formats of a run's report. */
export const reporters = {
  terminal: {
    render: renderForTerminal,
    place: "stdout",
    fileName: "report.txt",
  },
  json: { render: renderRunJson, place: "alone", fileName: "report.json" },
  junit: { render: renderJunit, place: "alone", fileName: "junit.xml" },
  markdown: { render: (input) => renderMarkdown(input), place: "alone", fileName: "summary.md" },
  github: { render: renderAnnotations, place: "stdout", fileName: "annotations.txt" },
  csv: { render: renderCsv, place: "alone", fileName: "samples.csv" },
  promptfoo: { render: renderPromptfooResults, place: "folder", fileName: "promptfoo.json" },
} as const satisfies Record<ReporterId, Reporter>;

/** The run, and below it how it compares with the baseline. */
function renderForTerminal(input: ReporterInput): string {
  const { compared, theme } = input;
  const report = renderRun(input, theme, input);
  return compared ? `${report}\n\n${renderComparison(compared, theme)}` : report;
}
