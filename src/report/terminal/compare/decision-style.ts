import type { Decision, VerdictKind } from "../../../compare/index.ts";
import type { Paint, Theme } from "../theme.ts";

/** How a decision looks: a mark one cell wide, words, and a colour. */
export interface DecisionStyle {
  readonly mark: string;
  readonly words: string;
  readonly paint: Paint;
}

/** What the data do not support is neither green nor red. */
export function styleOfDecision(
  decision: Decision | VerdictKind,
  { colours }: Theme,
): DecisionStyle {
  const { red, yellow, green, dim } = colours;
  const open: DecisionStyle = { mark: "~", words: "inconclusive", paint: plain };
  const styles = {
    regressed: { mark: "✗", words: "regressed", paint: red },
    "case-broken": { mark: "✗", words: "case broken", paint: red },
    "worse-within-margin": { mark: "!", words: "within margin", paint: yellow },
    improved: { mark: "✓", words: "improved", paint: green },
    "no-regression": { mark: "✓", words: "no regression", paint: green },
    inconclusive: open,
    incomplete: open,
    "not-compared": { mark: "–", words: "not compared", paint: dim },
    "nothing-compared": { mark: "!", words: "nothing to compare", paint: yellow },
  } satisfies Record<Decision | VerdictKind, DecisionStyle>;
  return styles[decision];
}

function plain(text: string | number | null | undefined): string {
  return String(text ?? "");
}
