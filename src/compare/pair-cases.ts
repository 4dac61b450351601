import type { PairedCounts, PassCount } from "../stats/index.ts";
import type { CaseCounts, OutcomeCounts } from "./align-arms.ts";
import type { UnpairedCases } from "./types.ts";

export interface CasePair extends PairedCounts {
  readonly case: string;
}

/**
 * Pairs the cases that both sides decide. What does not apply on one side is no pair: a prompt
 * must not look better because its answers leave out what is hard.
 */
export function pairCases(
  before: CaseCounts,
  after: CaseCounts,
): { readonly pairs: readonly CasePair[]; readonly unpaired: UnpairedCases } {
  const pairs: CasePair[] = [];
  const unpaired: Record<keyof UnpairedCases, string[]> = {
    newlyApplies: [],
    noLongerApplies: [],
    appliesToNeither: [],
    unchecked: [],
    missing: [],
  };
  for (const [id, first] of before) {
    const second = after.get(id);
    if (!second) continue;
    if (isDecided(first) && isDecided(second)) {
      pairs.push({ case: id, before: passesOf(first), after: passesOf(second) });
    } else {
      unpaired[reasonOf(first, second)].push(id);
    }
  }
  return { pairs, unpaired };
}

function reasonOf(first: OutcomeCounts, second: OutcomeCounts): keyof UnpairedCases {
  if (first.unchecked > 0 || second.unchecked > 0) return "unchecked";
  if (isDecided(first) && second.na > 0) return "noLongerApplies";
  if (isDecided(second) && first.na > 0) return "newlyApplies";
  return first.na > 0 && second.na > 0 ? "appliesToNeither" : "missing";
}

function isDecided({ pass, fail }: OutcomeCounts): boolean {
  return pass + fail > 0;
}

function passesOf({ pass, fail }: OutcomeCounts): PassCount {
  return { passes: pass, answers: pass + fail };
}
