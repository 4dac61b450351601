import type { Comparison } from "../../../compare/index.ts";
import { paragraph, printable, wrapText } from "../layout/index.ts";
import type { Theme } from "../theme.ts";
import { letterOf, type ComparisonView } from "./comparison-view.ts";
import { renderFlakyCases } from "./flaky-cases.ts";
import { renderFlips } from "./flips.ts";
import { renderGateTable } from "./gate-table.ts";
import { renderHeading } from "./heading.ts";
import { renderRanking } from "./ranking-table.ts";
import { renderReliability } from "./reliability.ts";
import { renderUsage } from "./usage-table.ts";
import { renderVerdicts } from "./verdict-sentence.ts";

/**
 * A comparison for a terminal: what is compared, the verdict in a sentence, the ranking of more
 * than two arms, the gates, the cases that flipped, and what answers cost. No line is wider than
 * the theme's columns.
 */
export function renderComparison(view: ComparisonView, theme: Theme): string {
  const { comparisons, ranking } = view.report;
  const [first] = comparisons;
  const arms = first ? [first.before, ...comparisons.map(({ after }) => after)] : [];
  const parts = [
    renderHeading(view, theme),
    renderVerdicts(view, theme),
    ranking ? renderRanking(ranking, theme) : [],
    ...comparisons.flatMap((comparison, index) => [
      comparisons.length > 1 ? [renderTitle(comparison, index, theme)] : [],
      renderGateTable(comparison, index, theme),
      renderFlips(comparison, theme, {
        isOneOfSeveral: comparisons.length > 1,
        showsAll: view.showsAll ?? false,
      }),
      renderFlakyCases(comparison, theme),
    ]),
    renderReliability(arms, theme),
    renderUsage(arms, theme),
    renderNextStep(view, theme),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function renderTitle({ before, after }: Comparison, index: number, theme: Theme): string {
  const words = `${letterOf(index + 1)} ${after.name} against ${letterOf(0)} ${before.name}`;
  const [line = ""] = paragraph(printable(words), { width: theme.columns });
  return theme.colours.bold(line);
}

/** How to look at the answer behind the first case that got worse, of the gate that led to it. */
function renderNextStep({ report, references }: ComparisonView, theme: Theme): readonly string[] {
  const label = "look at  ";
  for (const { gates, total, verdict, before, after } of report.comparisons) {
    const leading = verdict.gates.flatMap((id) => gates.filter(({ gate }) => gate === id));
    const flip = [...leading, total, ...gates]
      .flatMap(({ flips }) => flips)
      .find(({ direction }) => direction === "worse");
    if (!flip) continue;
    const run = references.get(after.runId) ?? after.runId;
    const model = before.model === after.model ? "" : ` --model ${after.model}`;
    const command = `assay show ${run} ${flip.case} --prompt ${after.promptVersion}${model}`;
    return wrapText(printable(command), theme.columns - label.length).map((line, index) =>
      index === 0 ? theme.colours.dim(label) + line : " ".repeat(label.length) + line,
    );
  }
  return [];
}
