export { compareArms } from "./compare-arms.ts";
export type { DifferenceKind } from "./find-differences.ts";
export { resolveComparisonExit } from "./judge-comparison.ts";
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
