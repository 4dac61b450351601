import type { StepGate, Trend, TrendStep } from "../../../compare/index.ts";
import { formatCount, formatRate } from "../format-rate.ts";
import { formatPoints, styleOfDecision } from "../compare/index.ts";
import { paragraph, printable } from "../layout/index.ts";
import { toAscii } from "./ascii.ts";
import type { HistoryReport, HistoryTheme } from "./history-report.ts";
import { gatesOf, isChanged, letterSteps, type LetteredStep } from "./letters.ts";
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
    ...renderSummary(trend, lettered, theme),
    "",
    ...renderTrendTable(trend, lettered, theme),
    ...(lettered.length > 0 ? ["", ...renderSteps(lettered, theme)] : []),
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
function renderSummary(
  { points, sinceFirst }: Trend,
  lettered: readonly LetteredStep[],
  theme: HistoryTheme,
): readonly string[] {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return [];
  const wrapped = (text: string) => paragraph(text, { width: theme.columns, first: 0, rest: 2 });
  const now = `${formatRate(last.total.rate)} of the answers pass every required gate now`;
  if (sinceFirst === null) return wrapped(`${now}. One run so far: a trend takes two.`);
  const total = sinceFirst.compared?.total ?? null;
  if (!total?.difference) {
    return wrapped(`~ ${now}. The first and the last run have no case that both decide.`);
  }
  const { estimate } = total.difference;
  const isSame = estimate === 0 && !isChanged(total);
  const { mark, words, paint } = styleOfDecision(total.decision, theme);
  const lead = isSame
    ? [`${now}, as at the first of these runs.`]
    : [`${mark} ${now}, ${formatPoints(estimate)} since the first of these runs: ${words}.`];
  return [
    ...lead.flatMap(wrapped).map((line) => theme.colours.bold(isSame ? line : paint(line))),
    ...findLastDrop(lettered).flatMap((drop) =>
      paragraph(describeDrop(drop), { width: theme.columns, first: 2 }),
    ),
  ];
}

/** The last step at which a required gate became worse beyond chance, unless it is better again since. */
function findLastDrop(lettered: readonly LetteredStep[]): readonly LetteredStep[] {
  const dropped = lettered.findLast(({ step }) => droppedGates(step).length > 0);
  if (!dropped) return [];
  const later = lettered.slice(lettered.indexOf(dropped) + 1);
  const isBetterAgain = droppedGates(dropped.step).every(({ gate }) =>
    later.some(({ step }) =>
      gatesOf(step).some((one) => one.gate === gate && one.decision === "improved"),
    ),
  );
  return isBetterAgain ? [] : [dropped];
}

function droppedGates(step: TrendStep): readonly StepGate[] {
  return gatesOf(step).filter(
    (gate) => gate.level === "required" && isChanged(gate) && gate.decision !== "improved",
  );
}

/** `Dropped at c (2026-11-09): tests −63 pp, together with: prompt f72fe78a → 58e3d311.` */
function describeDrop({ letter, step, startedAt }: LetteredStep): string {
  const [total, ...gates] = droppedGates(step).toSorted(
    (a, b) => Number(a.gate !== null) - Number(b.gate !== null),
  );
  const named = gates.length > 0 || total?.gate === null ? gates : [total];
  const names = named.flatMap((gate) =>
    gate?.difference ? [`${gate.gate} ${formatPoints(gate.difference.estimate)}`] : [],
  );
  const what = names.length > 0 ? names.join(", ") : "all required gates together";
  const causes = step.changes.map(({ description }) => description);
  const why =
    causes.length > 0
      ? `together with: ${causes.join("; ")}`
      : "and nothing changed that is recorded: the model behind the name, or chance";
  return printable(`Dropped at ${letter} (${startedAt.slice(0, 10)}): ${what}, ${why}.`);
}
