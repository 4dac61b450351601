import type { Trend } from "../../../compare/index.ts";
import { formatCount, formatRate } from "../format-rate.ts";
import { formatPoints } from "../compare/format-points.ts";
import { styleOfDecision } from "../compare/decision-style.ts";
import { paragraph, printable } from "../layout/index.ts";
import { toAscii } from "./ascii.ts";
import type { HistoryReport, HistoryTheme } from "./history-report.ts";
import { letterSteps } from "./letters.ts";
import { renderSteps } from "./render-steps.ts";
import { renderTrendTable } from "./trend-table.ts";

/** The trends of a suite: how each gate went, in which run it changed, and what changed with it. */
export function renderHistory(report: HistoryReport, theme: HistoryTheme): string {
  const text = report.trends
    .map((trend) => renderTrend(trend, report, theme).join("\n"))
    .join("\n\n\n");
  return theme.unicode ? text : toAscii(text);
}

function renderTrend(
  trend: Trend,
  { agent }: HistoryReport,
  theme: HistoryTheme,
): readonly string[] {
  const lettered = letterSteps(trend);
  return [
    ...renderHeading(trend, agent, theme),
    "",
    ...renderSummary(trend, theme),
    "",
    ...renderTrendTable(trend, lettered, theme),
    ...(lettered.length > 0 ? ["", ...renderSteps(trend, lettered, theme)] : []),
  ];
}

/** Where the answers come from, and of which runs. */
function renderHeading(
  { kind, points }: Trend,
  agent: string,
  { colours, columns }: HistoryTheme,
): readonly string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const unique = (values: readonly string[]) => [...new Set(values)].join(", ");
  const days = unique([first, last].map(({ startedAt }) => startedAt.slice(0, 10)));
  const origin =
    kind === "replay"
      ? "Replays of recorded answers: no model was asked."
      : `Live answers of ${unique(points.map(({ model }) => model))}.`;
  const facts = [
    agent,
    `prompt ${unique(points.map(({ promptVersion }) => promptVersion))}`,
    formatCount(points.length, "run"),
    days.replace(", ", " to "),
  ];
  return [
    ...paragraph(printable(origin), { width: columns }).map((line) => colours.bold(line)),
    ...paragraph(printable(facts.join(" · ")), { width: columns }).map((line) => colours.dim(line)),
  ];
}

/** Now and at the first of the runs, and whether that is more than chance. */
function renderSummary({ points, sinceFirst }: Trend, theme: HistoryTheme): readonly string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const wrapped = (text: string) => paragraph(text, { width: theme.columns, first: 0, rest: 2 });
  const now = `${formatRate(last.total.rate)} of the answers pass every required gate now`;
  if (sinceFirst === null) return wrapped(`${now}. One run so far: a trend takes two.`);
  const total = sinceFirst.compared?.total ?? null;
  if (!total?.difference) {
    return wrapped(`~ ${now}. The first and the last run have no case that both decide.`);
  }
  const { mark, words, paint } = styleOfDecision(total.decision, theme);
  const size = formatPoints(total.difference.estimate);
  const words2 =
    total.difference.estimate === 0
      ? "as at the first of these runs"
      : `${size} since the first of these runs`;
  return wrapped(`${mark} ${now}, ${words2}: ${words}.`).map((line) =>
    theme.colours.bold(paint(line)),
  );
}
