import { measureFlakiness } from "../stats/index.ts";
import { isFlipped } from "./find-flips.ts";
import type { CasePair } from "./pair-cases.ts";
import type { FlakyCase } from "./types.ts";

/** Cases whose answers disagree on a side, apart from those that flipped. */
export function findFlakyCases(pairs: readonly CasePair[]): readonly FlakyCase[] {
  return pairs
    .filter((pair) => !isFlipped(pair))
    .map((pair) => ({
      case: pair.case,
      before: { ...pair.before, ...measureFlakiness(pair.before.passes, pair.before.answers) },
      after: { ...pair.after, ...measureFlakiness(pair.after.passes, pair.after.answers) },
    }))
    .filter(({ before, after }) => before.observed || after.observed);
}
