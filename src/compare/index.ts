export { applyGateRule } from "./apply-gate-rule.ts";
export { compareArms } from "./compare-arms.ts";
export type { DifferenceKind } from "./find-differences.ts";
export { judgeComparison, resolveComparisonExit } from "./judge-comparison.ts";
export { measureDifference } from "./measure-difference.ts";
export type { CasePair } from "./pair-cases.ts";
export type {
  Arm,
  ArmFacts,
  Comparison,
  CompareOptions,
  ComparisonReport,
  Decision,
  Flip,
  GateComparison,
  Ranking,
  Scope,
  Spread,
  VerdictKind,
} from "./types.ts";
