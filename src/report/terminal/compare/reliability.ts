import type { ArmFacts } from "../../../compare/index.ts";
import { formatRate } from "../format-rate.ts";
import { paragraph } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { letterOf } from "./comparison-view.ts";

/** With repeats: how often one of k answers passes, and how often all of them. */
export function renderReliability(arms: readonly ArmFacts[], theme: Theme): readonly string[] {
  const words = arms.flatMap(({ reliability }, index) =>
    reliability === null
      ? []
      : [
          `${letterOf(index)} ${formatRate(reliability.passAtK)} at least one of ${reliability.k}, ${formatRate(reliability.passHatK)} all ${reliability.k}`,
        ],
  );
  if (words.length === 0) return [];
  return paragraph(`A case's answers that pass: ${words.join("; ")} (pass@k, pass^k).`, {
    width: theme.columns,
    first: 0,
    rest: 2,
  });
}
