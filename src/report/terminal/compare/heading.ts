import type { ArmFacts, Comparison } from "../../../compare/index.ts";
import { formatCount } from "../format-rate.ts";
import { paragraph, printable, wrapText } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { letterOf, type ComparisonView } from "./comparison-view.ts";

/** Where the answers come from, which arms are compared, and what the comparison speaks of. */
export function renderHeading(
  { report, notices, references }: ComparisonView,
  theme: Theme,
): readonly string[] {
  const { colours, columns } = theme;
  const { comparisons, scope, leftOut } = report;
  const [first] = comparisons;
  if (!first) return [];
  const arms = [first.before, ...comparisons.map(({ after }) => after)];
  const severalRuns = new Set(arms.map(({ runId }) => runId)).size > 1;
  const scopeWords =
    scope === "suite"
      ? "scope suite: on these very cases, only the answers vary"
      : "scope population: for cases like these, the cases are a sample, too";
  const facts = [
    formatCount(first.cases, "case"),
    ...(severalRuns ? [] : [`run ${references.get(first.before.runId) ?? first.before.runId}`]),
    scopeWords,
  ];
  const left = [
    ...(leftOut.cases.length > 0
      ? [`Left out, not the same in all: cases ${leftOut.cases.join(", ")}.`]
      : []),
    ...(leftOut.gates.length > 0
      ? [`Left out, not in all: gates ${leftOut.gates.join(", ")}.`]
      : []),
  ];
  return [
    ...notices
      .flatMap((notice) => wrapText(printable(notice), columns))
      .map((line) => colours.bold(line)),
    ...arms.flatMap((arm, index) =>
      renderArm(arm, { letter: letterOf(index), comparisons, severalRuns, references, theme }),
    ),
    ...[facts.join(" · "), ...left]
      .flatMap((text) => paragraph(printable(text), { width: columns }))
      .map((line) => colours.dim(line)),
  ];
}

function renderArm(
  arm: ArmFacts,
  options: {
    readonly letter: string;
    readonly comparisons: readonly Comparison[];
    readonly severalRuns: boolean;
    readonly references: ReadonlyMap<string, string>;
    readonly theme: Theme;
  },
): readonly string[] {
  const { letter, comparisons, severalRuns, references, theme } = options;
  const comparison = comparisons.find(({ after }) => after === arm);
  const changed = comparison?.changed ?? null;
  const role =
    changed === null
      ? "baseline"
      : changed.length === 0
        ? "same prompt and model"
        : `another ${changed.join(" and another ")}`;
  const facts = [
    printable(arm.name),
    ...(severalRuns ? [`run ${printable(references.get(arm.runId) ?? arm.runId)}`] : []),
    // The baseline of a suite is named so already.
    ...(role === arm.name ? [] : [role]),
    ...(arm.regraded ? ["graded again by today's checks"] : []),
  ].join(" · ");
  const [first = "", ...rest] = paragraph(`${letter}  ${facts}`, {
    width: theme.columns,
    first: 0,
    rest: 3,
  });
  return [theme.colours.bold(letter) + first.slice(letter.length), ...rest];
}
