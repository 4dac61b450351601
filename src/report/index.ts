export { renderRunJson, reportSchemaVersion } from "./json/render-run-json.ts";
export { renderRunsJson } from "./json/render-runs-json.ts";
export { summariseRun, type ArmSummary, type GateSummary } from "./summarise-run.ts";
export { renderAnswer } from "./terminal/answer/render-answer.ts";
export { displayWidth, paragraph, printable, truncateText } from "./terminal/layout/index.ts";
export { renderRun } from "./terminal/run/render-run.ts";
export { renderRuns, type RunEntry } from "./terminal/render-runs.ts";
export type { Paint, Theme } from "./terminal/theme.ts";
export { findMissedThresholds, type MissedThreshold } from "./thresholds.ts";
