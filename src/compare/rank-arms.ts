import { adjustByHolm, groupByLetters } from "../stats/index.ts";
import type { AlignedArm } from "./align-arms.ts";
import { describeArm } from "./describe-arm.ts";
import { measureDifference } from "./measure-difference.ts";
import { pairCases } from "./pair-cases.ts";
import type { CompareOptions, Ranking } from "./types.ts";

/**
 * Ranks arms by how often they pass every required gate. Every pair is tested on the cases that
 * both decide, two-sided, adjusted by Holm; arms that share a letter are not told apart.
 */
export function rankArms(arms: readonly AlignedArm[], options: CompareOptions): Ranking {
  const ranked = arms
    .map((arm) => ({ arm, facts: describeArm(arm) }))
    .toSorted((a, b) => (b.facts.rate ?? -1) - (a.facts.rate ?? -1));
  const tests = ranked.flatMap(({ arm: first }, index) =>
    ranked.slice(index + 1).map(({ arm: second }, offset) => {
      const { pairs } = pairCases(first.total, second.total);
      const measured = measureDifference(pairs, options.scope, 1 - options.alpha);
      return { first: index, second: index + 1 + offset, measured };
    }),
  );
  const adjusted = adjustByHolm(tests.map(({ measured }) => measured?.test.pTwoSided ?? 1));
  const letters = groupByLetters(ranked.length, (first, second) =>
    tests.some(
      (test, index) =>
        test.first === first && test.second === second && (adjusted[index] ?? 1) <= options.alpha,
    ),
  );
  const nameOf = (index: number) => ranked[index]?.facts.name ?? "";
  return {
    scope: options.scope,
    alpha: options.alpha,
    arms: ranked.map(({ facts }, index) => ({ ...facts, letters: letters[index] ?? "" })),
    pairs: tests.map(({ first, second, measured }, index) => ({
      first: nameOf(first),
      second: nameOf(second),
      difference: measured?.estimate ?? null,
      pAdjusted: adjusted[index] ?? 1,
    })),
  };
}
