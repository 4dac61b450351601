export { builtInChecks } from "./built-in-checks.ts";
export { explanations, type Explanation } from "./explanations.ts";
export { gradeAnswer, type GradingTask, type GradingWatch } from "./grade-answer.ts";
export { loadChecks, type CheckedGate, type LoadedChecks } from "./load-checks.ts";
export type { Check, CheckInput } from "./types.ts";
