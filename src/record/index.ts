export * from "./usage.ts";
export * from "./verdict.ts";
export * from "./line-schema.ts";
export * from "./run-schema.ts";
export * from "./sample.ts";
export { findSpending, type LostInFlight, type Spending } from "./find-spending.ts";
export { describeFirstIssue } from "./first-issue.ts";
export { findJsonLine, findSyntaxErrorLine } from "./find-json-line.ts";
export { answeredGate, gatesOfCase } from "./gates-of-case.ts";
export { joinSamples } from "./join-samples.ts";
export { judgeSample } from "./judge-sample.ts";
export { listRuns, type ListedRun } from "./list-runs.ts";
export { createLineParser } from "./parse-lines.ts";
export {
  readAnswers,
  readJudgedRun,
  readRun,
  type JudgedRun,
  type LoadedRun,
  type StoredLine,
} from "./read-run.ts";
export { resolveRun } from "./resolve-run.ts";
export { tallyGates } from "./tally-gates.ts";
export { createRun, reopenRun, type RunStore } from "./run-store.ts";
export { writeWholeRun } from "./write-whole-run.ts";
