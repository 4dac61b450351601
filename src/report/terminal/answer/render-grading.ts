import { formatCount } from "../format-rate.ts";
import { paragraph, printable } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { Theme } from "../theme.ts";
import { renderVerdicts, splitAnswer } from "./render-verdicts.ts";
import type { GateVerdict } from "./verdict-block.ts";

/**
 * The verdicts of an answer that belongs to no run.
 *
 * @param answer.name its file, for the reader
 * @param answer.hasRequest whether the checks knew what the user asked
 */
export function renderGrading(
  verdicts: readonly GateVerdict[],
  answer: { readonly name: string; readonly text: string; readonly hasRequest: boolean },
  theme: Theme,
): string {
  const { colours, columns } = theme;
  const count = (of: (verdict: GateVerdict) => boolean) => verdicts.filter(of).length;
  const failed = count(({ verdict }) => verdict.outcome === "fail");
  const decided = failed + count(({ verdict }) => verdict.outcome === "pass");
  const outcome = failed > 0 ? "fail" : decided > 0 ? "pass" : "error";
  const { mark, paint } = styleOfOutcome(outcome, theme);
  const sentence =
    decided === 0
      ? "No check could say anything about this answer."
      : failed === 0
        ? `It passes the ${formatCount(decided, "gate")} that ${decided === 1 ? "applies and is" : "apply and are"} checked.`
        : `It fails ${failed} of the ${formatCount(decided, "gate")} that apply and are checked.`;
  const lines = formatCount(splitAnswer(answer.text).length, "line");
  const request = answer.hasRequest ? "" : " The request is not known: give --request or --case.";
  const facts = `${printable(answer.name)}, ${lines}.${request}`;
  return [
    [
      ...paragraph(`${mark} ${sentence}`, { width: columns, first: 0, rest: 2 }).map((line) =>
        colours.bold(paint(line)),
      ),
      ...paragraph(facts, { width: columns, first: 2 }).map((line) => colours.dim(line)),
    ],
    ...renderVerdicts(verdicts, theme, { text: answer.text, everything: false }),
  ]
    .map((part) => part.join("\n"))
    .join("\n\n");
}
