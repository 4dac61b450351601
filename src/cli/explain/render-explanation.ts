import { shippedFigures, type GateFigures } from "../../calibrate/index.ts";
import type { Explanation } from "../../checks/index.ts";
import { paragraph, type Theme } from "../../report/index.ts";
import type { Gate } from "../../suite/index.ts";

const indent = 2;

/** One gate: a heading a question, and the figures of its check. */
export function renderExplanation(
  gate: string,
  options: {
    readonly explanation: Explanation;
    readonly figures: GateFigures | null;
    readonly theme: Theme;
  },
): string {
  const { explanation, figures, theme } = options;
  const { means, applies, decided, doesNotSee } = explanation;
  const width = theme.columns;
  const section = (title: string, texts: readonly string[]) => [
    "",
    theme.colours.bold(title),
    ...texts.flatMap((text) =>
      text.startsWith("- ")
        ? paragraph(text, { width, first: indent, rest: indent + 2 })
        : paragraph(text, { width, first: indent }),
    ),
  ];
  return [
    theme.colours.bold(gate),
    ...paragraph(means, { width, first: indent }),
    ...section("When it applies", [applies]),
    ...section("How it is decided", [decided]),
    ...section("What it does not see", [
      "The answer is read, and none of its code is run.",
      ...doesNotSee.map((text) => `- ${text}`),
    ]),
    ...section("How far it can be trusted", describeFigures(gate, figures)),
  ].join("\n");
}

/** All gates, a line or two each. */
export function renderExplanations(
  all: readonly (readonly [gate: string, explanation: Explanation])[],
  { columns }: Theme,
): string {
  const widest = Math.max(...all.map(([gate]) => gate.length));
  const rest = indent + widest + 2;
  return all
    .flatMap(([gate, { means }]) => {
      const [first = "", ...others] = paragraph(means, { width: columns, first: rest });
      return [`${" ".repeat(indent)}${gate.padEnd(widest)}  ${first.slice(rest)}`, ...others];
    })
    .join("\n");
}

/** A gate of the user's suite that no check of Assay decides. */
export function renderOwnGate({ id, statement, source, check }: Gate, theme: Theme): string {
  const width = theme.columns;
  const by =
    check === "unchecked"
      ? "No check decides it: it is listed as not checked, and never counts as passed."
      : `It is decided by your suite's own check: ${typeof check === "string" ? check : JSON.stringify(check)}.`;
  const stated = source.map(({ line, section, words }) => `Line ${line}, ${section}: ${words}`);
  return [
    theme.colours.bold(id),
    ...[statement, ...stated, by].flatMap((text) => paragraph(text, { width, first: indent })),
  ].join("\n");
}

function describeFigures(gate: string, figures: GateFigures | null): readonly string[] {
  if (figures === null) {
    return ["No labelled answer speaks of this gate, so that nothing is known."];
  }
  const { labels, agreed, agreement, kappa, confusion } = figures;
  const rows = (["pass", "fail", "na"] as const).flatMap((label) => {
    const { pass, fail, na, error } = confusion[label];
    const all = pass + fail + na + error;
    if (all === 0) return [];
    const said = Object.entries({ pass, fail, na, error })
      .filter(([, count]) => count > 0)
      .map(([verdict, count]) => `${count} ${verdict}`);
    return [`- of ${all} labelled ${label}: ${said.join(", ")}`];
  });
  const share = agreement === null ? "" : `, ${(agreement * 100).toFixed(1)} %`;
  const beyond =
    kappa === null
      ? "Cohen's kappa is not defined: label and verdict never vary."
      : `Cohen's kappa is ${kappa.toFixed(3)}.`;
  return [
    `On ${shippedFigures.answers} recorded answers that people labelled, ${agreed} of ${labels} verdicts are the label's${share}. ${beyond}`,
    ...rows,
    "These answers were at hand when the check was written: on others it may do worse.",
    `Borderline labels are not counted. In a checkout \`assay calibrate --gate ${gate}\` computes this anew, with every disagreement.`,
  ];
}
