import { formatCount } from "../format-rate.ts";
import { paragraph, printable } from "../layout/index.ts";
import type { RunReport } from "./run-report.ts";
import { labelSample } from "../sample-label.ts";
import type { Theme } from "../theme.ts";

const mostReasons = 5;
const mostNames = 3;

/** Samples that are missing values, by reason. */
export function renderMissing({ run, samples }: RunReport, theme: Theme): readonly string[] {
  const byReason = Map.groupBy(
    samples.filter(({ missing }) => missing !== null),
    ({ missing }) => missing ?? "",
  );
  if (byReason.size === 0) return [];
  const { colours, columns } = theme;
  const entries = [...byReason].flatMap(([reason, group]) => {
    const names = group.slice(0, mostNames).map((sample) => labelSample(run, sample));
    const more = group.length > mostNames ? `, … ${group.length - mostNames} more` : "";
    return [
      paragraph(`${names.join(", ")}${more}: ${printable(reason)}`, {
        width: columns,
        first: 2,
        rest: 4,
      }),
    ];
  });
  const total = [...byReason.values()].reduce((sum, group) => sum + group.length, 0);
  return [
    colours.bold(colours.yellow(`! ${formatCount(total, "answer")} missing`)),
    ...entries.slice(0, mostReasons).flat(),
    ...(entries.length > mostReasons
      ? [colours.dim(`  … ${entries.length - mostReasons} more reasons`)]
      : []),
  ];
}
