import type { ArmSummary } from "../../summarise-run.ts";
import { describeCaveats, describeUnchecked, describeVerdict } from "../../verdict-words.ts";
import { formatInterval, formatRate } from "../format-rate.ts";
import { paragraph, printable, renderTable, type Cell } from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import type { RunReport } from "./run-report.ts";
import type { Theme } from "../theme.ts";

/** What came out: a sentence, and a line for each arm where there are several. */
export function renderVerdict(report: RunReport, theme: Theme): readonly string[] {
  const { outcome, text } = describeVerdict(report.arms);
  const { mark, paint } = styleOfOutcome(outcome, theme);
  const [first = "", ...rest] = paragraph(`${mark} ${text}`, {
    width: theme.columns,
    first: 0,
    rest: 2,
  });
  return [
    [first, ...rest].map((line) => theme.colours.bold(paint(line))).join("\n"),
    ...(report.arms.length > 1 ? renderArms(report.arms, theme) : []),
    ...renderCaveats(report, theme),
  ].flatMap((line) => line.split("\n"));
}

function renderArms(arms: readonly ArmSummary[], theme: Theme): readonly string[] {
  const rows = arms.map(({ label, total }): readonly Cell[] => {
    const { mark, paint } = styleOfOutcome(
      total.failed > 0 ? "fail" : total.passed === total.samples ? "pass" : "error",
      theme,
    );
    return [
      { text: `  ${mark}`, paint },
      { text: printable(label) },
      { text: `${total.passed} of ${total.passed + total.failed} pass` },
      { text: formatRate(total.rate) },
      { text: formatInterval(total.interval), paint: theme.colours.dim },
    ];
  });
  const columns = [
    { title: "" },
    { title: "", shrinksTo: 12, gap: 1 },
    { title: "", align: "right" },
    { title: "", align: "right" },
    { title: "", align: "right" },
  ] as const;
  return renderTable({ columns, rows }, theme.columns);
}

/** What keeps the sentence from being the whole truth. */
function renderCaveats(report: RunReport, theme: Theme): readonly string[] {
  const unchecked = describeUnchecked(report.arms);
  return [
    ...describeCaveats(report).flatMap((text) =>
      paragraph(`! ${text}`, { width: theme.columns, rest: 2 }).map((line) =>
        theme.colours.yellow(line),
      ),
    ),
    ...(unchecked === null
      ? []
      : paragraph(unchecked, { width: theme.columns, first: 2 }).map((line) =>
          theme.colours.dim(line),
        )),
  ];
}
