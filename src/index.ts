/**
 * The public API: grading answers and writing checks of one's own. What is not exported here may
 * change without notice.
 *
 * @packageDocumentation
 */
export { readAgent, type Agent } from "./agent/index.ts";
export { assembleAnswer, buildProgram } from "./answer/index.ts";
export type { AnswerFile, AssembledAnswer, CodeBlock, Program, ProseLine } from "./answer/index.ts";
export { builtInChecks, gradeAnswer, loadChecks } from "./checks/index.ts";
export type { Check, CheckInput, CheckedGate, GradingTask, LoadedChecks } from "./checks/index.ts";
export type { Evidence, Outcome, Verdict } from "./record/index.ts";
export { readSuite, type Case, type Gate, type Suite } from "./suite/index.ts";
export { UserError } from "./user-error.ts";
