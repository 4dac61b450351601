export { baselineFolder } from "./baseline-files.ts";
export type { BaselineRecord } from "./baseline-schema.ts";
export { checkRule, type GateRule, type RuleFault } from "./check-rule.ts";
export { describeChanges, type BaselineChanges, type GateChange } from "./describe-changes.ts";
export { fitBaseline, type BaselineDifference, type FittedBaseline } from "./fit-suite.ts";
export { listAnswers } from "./list-answers.ts";
export { makeBaseline, requireBlessable } from "./make-baseline.ts";
export {
  planRepeats,
  type RepeatsAdvice,
  type RepeatsOption,
  type RepeatsPlan,
} from "./plan-repeats.ts";
export { readBaseline } from "./read-baseline.ts";
export type { Baseline, CheckHashes } from "./types.ts";
export { writeBaseline, type WrittenFile } from "./write-baseline.ts";
