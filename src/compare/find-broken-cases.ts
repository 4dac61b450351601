import {
  findQuantile,
  findSharedLevel,
  listAttainableP,
  pOfFullFlip,
  testCase,
} from "../stats/index.ts";
import type { CasePair } from "./pair-cases.ts";
import type { BrokenCase } from "./types.ts";

/** Of alpha, what single cases may use. */
const usualShareOfCases = 0.4;
/** … where less would not let a case count whose answers all flip. */
export const largestShareOfCases = 0.8;

/**
 * Cases that are worse on their own: Fisher's exact test a case, at a level that they share, so
 * that the chance of calling any case broken that is not is at most `spent`.
 *
 * The more noisy cases, the more full flips are chance: with five answers on each side, a case
 * half of whose answers pass costs 1/252. More than five of them leave full flips no room in two
 * fifths of an alpha of .05; they may then take up to four fifths, for ten.
 *
 * @returns `spent`: what the gates must do without; 0 where no case could be called broken, as
 *   with one answer each
 */
export function findBrokenCases(
  pairs: readonly CasePair[],
  alpha: number,
): { readonly brokenCases: readonly BrokenCase[]; readonly spent: number } {
  const attainable = pairs.map(listAttainableP);
  const usual = findSharedLevel(attainable, alpha * usualShareOfCases);
  const fullFlip = findQuantile(pairs.map(pOfFullFlip), 0.5) ?? 0;
  const { level, spent } =
    usual.level >= fullFlip
      ? usual
      : findSharedLevel(attainable, alpha * largestShareOfCases, fullFlip);
  const brokenCases = pairs.flatMap((pair) => {
    const { pWorse } = testCase(pair);
    return pWorse <= level ? [{ ...pair, p: pWorse }] : [];
  });
  return { brokenCases, spent };
}
