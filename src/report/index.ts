export { listArms, samplesOfArm } from "./arms.ts";
export { renderBlessingJson } from "./json/render-blessing-json.ts";
export { renderComparisonJson } from "./json/render-comparison-json.ts";
export { renderHistoryJson } from "./json/render-history-json.ts";
export { renderRepeatsPlanJson } from "./json/render-repeats-plan-json.ts";
export { renderRunJson } from "./json/render-run-json.ts";
export { renderRunsJson } from "./json/render-runs-json.ts";
export { summariseRun, type ArmSummary, type GateSummary } from "./summarise-run.ts";
export { renderBlessing } from "./terminal/blessing/render-blessing.ts";
export { renderComparison } from "./terminal/compare/render-comparison.ts";
export { renderHistory } from "./terminal/history/render-history.ts";
export { renderAnswer } from "./terminal/answer/render-answer.ts";
export { formatCount } from "./terminal/format-rate.ts";
export { formatTokens } from "./format-tokens.ts";
export { formatUsd } from "./format-usd.ts";
export {
  paragraph,
  printable,
  renderTable,
  truncateText,
  wrapText,
  type Cell,
} from "./terminal/layout/index.ts";
export { renderGrading } from "./terminal/answer/render-grading.ts";
export type { GateVerdict } from "./terminal/answer/verdict-block.ts";
export {
  renderRepeatsPlan,
  type RepeatCost,
  type RepeatsPlanView,
} from "./terminal/plan/render-repeats-plan.ts";
export { renderRun } from "./terminal/run/render-run.ts";
export { renderRuns, type RunEntry } from "./terminal/render-runs.ts";
export type { Paint, Theme } from "./terminal/theme.ts";
export { renderMarkdown } from "./markdown/render-markdown.ts";
export { summaryLimit } from "./markdown/fit-blocks.ts";
export { reporterIds, type ComparedRun, type ReporterId, type ReporterInput } from "./reporter.ts";
export { reporters } from "./reporters.ts";
export { findMissedThresholds, type MissedThreshold } from "./thresholds.ts";
