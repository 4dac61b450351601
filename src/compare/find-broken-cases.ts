import { correctByTarone, testCase } from "../stats/index.ts";
import type { CasePair } from "./pair-cases.ts";
import type { BrokenCase } from "./types.ts";

/**
 * Cases that are worse on their own: Fisher's exact test a case, with Tarone's correction, so that
 * the chance of calling any case broken that is not is at most `alpha`. One answer each is never
 * enough for it.
 */
export function findBrokenCases(pairs: readonly CasePair[], alpha: number): readonly BrokenCase[] {
  const tests = pairs.map((pair) => {
    const { pWorse, leastPWorse } = testCase(pair);
    return { p: pWorse, leastP: leastPWorse };
  });
  return correctByTarone(tests, alpha).rejected.flatMap((index) => {
    const pair = pairs[index];
    return pair ? [{ ...pair, p: tests[index]?.p ?? 1 }] : [];
  });
}
