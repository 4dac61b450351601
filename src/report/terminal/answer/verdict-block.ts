import type { Evidence, Verdict } from "../../../record/index.ts";
import { displayWidth, paragraph, printable, truncateText } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { Theme } from "../theme.ts";
import { renderCode } from "./code-context.ts";

/** A verdict with what it is about. */
export interface GateVerdict {
  readonly gate: string;
  readonly level: string;
  readonly statement: string;
  readonly verdict: Verdict;
}

/** How much of the evidence is shown: with the code around it, or its places only. */
export type EvidenceDetail = "code" | "places";

/** A verdict: its gate, the reason, and the evidence. */
export function renderVerdictBlock(
  { gate, level, statement, verdict }: GateVerdict,
  theme: Theme,
  options: {
    readonly answerLines: readonly string[];
    readonly detail: EvidenceDetail;
    readonly mostPlaces: number;
  },
): readonly string[] {
  const { colours, columns } = theme;
  const { mark, word, paint } = styleOfOutcome(verdict.outcome, theme);
  const head = `${mark} ${gate}`;
  const score = verdict.score === null ? "" : ` · score ${formatScore(verdict.score)}`;
  const facts = `  ${word}${score} · ${level} · `;
  const tail = truncateText(facts + printable(statement), columns - displayWidth(head));
  const shown = verdict.evidence.slice(0, options.mostPlaces);
  const hidden = verdict.evidence.length - shown.length;
  return [
    colours.bold(paint(head)) + colours.dim(tail),
    ...paragraph(printable(verdict.reason), { width: columns, first: 2 }),
    ...(options.detail === "code"
      ? renderCode(shown, options.answerLines, theme)
      : renderPlaces(shown, theme)),
    ...(hidden > 0 ? [colours.dim(`    … ${hidden} more`)] : []),
  ];
}

function renderPlaces(
  evidence: readonly Evidence[],
  { colours, columns }: Theme,
): readonly string[] {
  return evidence.map(({ file, line, excerpt }) => {
    const place = truncateText(`${printable(file)}:${line}`, columns - 4);
    const room = columns - 4 - displayWidth(place) - 2;
    const code = room >= 12 ? `  ${truncateText(printable(excerpt), room)}` : "";
    return `    ${colours.cyan(place)}${code}`;
  });
}

/** Two digits; never 1.00 for what is less. */
function formatScore(score: number): string {
  return (score < 1 ? Math.min(score, 0.99) : score).toFixed(2);
}
