export { applyGateRule } from "./apply-gate-rule.ts";
export { compareArms } from "./compare-arms.ts";
export { buildTrend } from "./history/build-trend.ts";
export type {
  StepGate,
  Trend,
  TrendArm,
  TrendKind,
  TrendPoint,
  TrendStep,
} from "./history/types.ts";
export { countPasses, type ArmPasses } from "./count-passes.ts";
export { findBrokenCases } from "./find-broken-cases.ts";
export { findDifferences, type DifferenceKind } from "./find-differences.ts";
export { judgeComparison, resolveComparisonExit } from "./judge-comparison.ts";
export { measureDifference } from "./measure-difference.ts";
export type { CasePair } from "./pair-cases.ts";
export { regradeArms, type GradeAnswer } from "./regrade-arms.ts";
export { requireComparable } from "./require-comparable.ts";
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
