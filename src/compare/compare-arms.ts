import { UserError } from "../user-error.ts";
import { alignArms } from "./align-arms.ts";
import { comparePair } from "./compare-pair.ts";
import type { DifferenceKind } from "./find-differences.ts";
import { rankArms } from "./rank-arms.ts";
import { requireComparable } from "./require-comparable.ts";
import type { Arm, CompareOptions, ComparisonReport } from "./types.ts";

/**
 * Compares arms, paired by case: every further one with the first, and, where there are more than
 * two, all of them in a ranking. With several candidates alpha is shared out among them.
 *
 * @param allow in what the runs may differ, see `findDifferences`; cases with other texts, and
 * gates that are not in all of the runs, are left out
 * @throws UserError as `requireComparable`; `compare/no-common-case`
 */
export function compareArms(
  arms: readonly Arm[],
  options: CompareOptions,
  allow: readonly DifferenceKind[] = [],
): ComparisonReport {
  requireComparable(arms, allow);
  const alignment = alignArms(arms);
  if (alignment.cases.length === 0) {
    throw new UserError("compare/no-common-case", "The runs have no case in common.", {
      place: [...new Set(arms.map(({ run }) => `run ${run.id}`))].join(", "),
      hint: "Compare runs of the same suite.",
    });
  }
  const [before, ...candidates] = alignment.arms;
  const alpha = options.alpha / Math.max(1, candidates.length);
  return {
    ...options,
    leftOut: alignment.leftOut,
    comparisons: candidates.flatMap((after) =>
      before ? [comparePair(alignment, { before, after }, { ...options, alpha })] : [],
    ),
    ranking: candidates.length > 1 ? rankArms(alignment.arms, options) : null,
  };
}
