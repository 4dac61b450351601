import type { Outcome } from "../../../record/index.ts";
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
  const namesOf = (outcome: Outcome) =>
    verdicts.flatMap(({ gate, verdict }) => (verdict.outcome === outcome ? [gate] : []));
  const failed = namesOf("fail");
  const passed = namesOf("pass").length;
  const outcome = failed.length > 0 ? "fail" : passed > 0 ? "pass" : "error";
  const { mark, paint } = styleOfOutcome(outcome, theme);
  const sentence = {
    fail: `It fails ${formatCount(failed.length, "gate")}: ${failed.join(", ")}. It passes ${passed}.`,
    pass: `It passes every gate that applies and is checked: ${passed}.`,
    error: "No check could say anything about this answer.",
  }[outcome];
  const lines = formatCount(splitAnswer(answer.text.replace(/\n$/u, "")).length, "line");
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
