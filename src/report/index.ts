export { findMissedThresholds, type MissedThreshold } from "./thresholds.ts";
export { summariseRun, type ArmSummary, type GateSummary } from "./summarise-run.ts";
export { renderRun } from "./terminal/render-run.ts";
export type { Theme } from "./terminal/theme.ts";
