export { adjustByBenjaminiHochberg, adjustByHolm } from "./adjust-p-values.ts";
export {
  findDetectableDifference,
  findNeededCandidateRepeats,
  findNeededCases,
  findNeededRepeats,
  type Precision,
} from "./advice.ts";
export { findRepeatsForFullFlip, listAttainableP, pOfFullFlip, testCase } from "./case-test.ts";
export { clusteredInterval, type ClusteredRate } from "./clustered-interval.ts";
export { cohenKappa } from "./cohen-kappa.ts";
export { drawGamma } from "./draw-gamma.ts";
export { measureFlakiness, type Flakiness } from "./flakiness.ts";
export { boundByGaffke } from "./gaffke-bounds.ts";
export { groupByLetters } from "./letter-groups.ts";
export { findDetectableByMcNemar } from "./mcnemar-power.ts";
export { differencesOf, shareOf, type PairedCounts, type PassCount } from "./paired-counts.ts";
export { passAtK, passHatK } from "./pass-at-k.ts";
export { findQuantile } from "./quantile.ts";
export { findSharedLevel } from "./shared-level.ts";
export { testSignFlips } from "./sign-flip-test.ts";
export { testStratified } from "./stratified-test.ts";
export { boundOnSuite } from "./suite-bounds.ts";
export { boundByTango } from "./tango-bounds.ts";
export { correctByTarone, type TaroneResult } from "./tarone.ts";
export type { TestResult } from "./test-result.ts";
export { splitVariance } from "./variance-components.ts";
export { wilsonInterval, type Interval } from "./wilson.ts";
