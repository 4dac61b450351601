export type { ExecutedRun, ExecuteOptions, Progress } from "./execute-run.ts";
export {
  forecastRun,
  type Forecast,
  type ModelForecast,
  type PlannedCalls,
} from "./forecast/index.ts";
export type { Grade, GradeTask } from "./grade.ts";
export { mergeShards, type MergedRun } from "./merge/merge-shards.ts";
export type { StoredRun } from "./merge/shard-run.ts";
export { planRun, resolveRequest, type PlanOptions } from "./plan-run.ts";
export { resolvePromptVersions, type PromptSource, type PromptVersion } from "./prompt-version.ts";
export { requireAskable, type PreparedCalls } from "./prepare-models.ts";
export { requestsOfRun } from "./requests-of-run.ts";
export { resolveRunVerdict, type RunVerdict } from "./resolve-exit-code.ts";
export { selectByGlob } from "./select-by-glob.ts";
export { splitCases } from "./split-cases.ts";
export {
  regradeRun,
  resumeRun,
  startRun,
  type RegradeOptions,
  type ResumedRun,
  type ResumeOptions,
  type ResumeParts,
  type StartOptions,
} from "./start-run.ts";
