import type { Outcome } from "../../../record/index.ts";
import { paragraph } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { Theme } from "../theme.ts";
import { renderVerdictBlock, type GateVerdict } from "./verdict-block.ts";

const order: readonly Outcome[] = ["fail", "error", "pass", "na"];
const mostPlacesWithCode = 5;
const mostPlaces = 3;

/**
 * Verdicts beside the answer's code, failures first: these with the lines around their evidence,
 * the others with its places. What nothing decides is named at the end.
 *
 * @param options.text the answer's Markdown
 * @param options.everything all evidence of every verdict, with its code
 */
export function renderVerdicts(
  verdicts: readonly GateVerdict[],
  theme: Theme,
  { text, everything }: { readonly text: string; readonly everything: boolean },
): readonly (readonly string[])[] {
  const answerLines = splitAnswer(text);
  const decided = order.flatMap((outcome) =>
    verdicts.filter(({ verdict }) => verdict.outcome === outcome),
  );
  const blocks = decided.map((entry) => {
    const { outcome } = entry.verdict;
    const detail = everything || outcome === "fail" || outcome === "error" ? "code" : "places";
    const most = everything ? Infinity : detail === "code" ? mostPlacesWithCode : mostPlaces;
    return renderVerdictBlock(entry, theme, { answerLines, detail, mostPlaces: most });
  });
  const open = verdicts.filter(({ verdict }) => verdict.outcome === "unchecked");
  return open.length === 0 ? blocks : [...blocks, renderOpen(open, theme)];
}

/** Lines as evidence counts them. */
export function splitAnswer(text: string): readonly string[] {
  return text.split(/\r\n?|\n/u);
}

function renderOpen(open: readonly GateVerdict[], theme: Theme): readonly string[] {
  const { mark, paint } = styleOfOutcome("unchecked", theme);
  const names = open.map(({ gate }) => gate).join(", ");
  return paragraph(`${mark} not checked (${open.length}): ${names}`, {
    width: theme.columns,
    first: 0,
    rest: 2,
  }).map((line) => paint(line));
}
