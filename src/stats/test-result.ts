/** p values of a test of no difference, and the smallest that its data could have given. */
export interface TestResult {
  /** One-sided: the candidate is worse. */
  readonly pWorse: number;
  /** One-sided: the candidate is better. */
  readonly pBetter: number;
  readonly pTwoSided: number;
  /** The smallest possible pWorse, for Tarone's correction. */
  readonly leastPWorse: number;
  readonly leastPBetter: number;
}
