import type { StepGate, Trend, TrendPoint } from "../../../compare/index.ts";
import { formatPoints, styleOfDecision } from "../compare/index.ts";
import { formatCount, formatRate } from "../format-rate.ts";
import { paragraph, renderTable, type Cell, type Row } from "../layout/index.ts";
import type { HistoryTheme } from "./history-report.ts";
import { gatesOf, hasBrokenCase, isChanged, isWithinNoise, type LetteredStep } from "./letters.ts";
import { explainSparkline, renderSparkline } from "./sparkline.ts";

/** Cells that the other columns of the table take, with a gate's name of some length. */
const otherColumns = 52;
const fewestRuns = 8;

/** A row a gate: its rate in every run, its rate now, the change since the first run, and where. */
export function renderTrendTable(
  trend: Trend,
  lettered: readonly LetteredStep[],
  theme: HistoryTheme,
): readonly string[] {
  const { colours, columns } = theme;
  const shown = Math.min(trend.points.length, Math.max(fewestRuns, columns - otherColumns));
  const context: RowContext = { trend, lettered, shown, theme };
  const gates = (trend.points.at(-1)?.gates ?? []).filter(({ gate }) =>
    trend.points.some((point) => rateOf(point, gate) !== null),
  );
  const rows = (level: "required" | "advisory"): readonly Row[] => {
    const own = gates.filter((gate) => gate.level === level);
    return own.length === 0
      ? []
      : [
          { across: { text: level, paint: colours.dim } },
          ...own.map(({ gate }) => rowOf(gate, context)),
        ];
  };
  const table = {
    columns: [
      { title: "  gate", shrinksTo: 14 },
      { title: "trend" },
      { title: "now", align: "right" as const },
      { title: "since first", align: "right" as const },
      { title: "changed" },
    ],
    paintTitles: colours.dim,
    rows: [
      ...(lettered.length > 0 ? [letterRow(context)] : []),
      rowOf(null, context),
      ...rows("required"),
      ...rows("advisory"),
    ],
  };
  return [
    ...renderTable(table, columns),
    ...paragraph(describeMarks(trend, { shown, theme }), { width: columns, first: 2 }).map((line) =>
      colours.dim(line),
    ),
  ];
}

interface RowContext {
  readonly trend: Trend;
  readonly lettered: readonly LetteredStep[];
  /** Runs that have room, the newest ones. */
  readonly shown: number;
  readonly theme: HistoryTheme;
}

/** The letters of the steps above the runs to which they lead. */
function letterRow({ trend, lettered, shown, theme }: RowContext): readonly Cell[] {
  const marks = new Map(lettered.map(({ at, letter }) => [at, letter]));
  const line = trend.points
    .map((_, at) => marks.get(at) ?? " ")
    .slice(-shown)
    .join("");
  return [
    { text: "  what changed", paint: theme.colours.dim },
    { text: line, paint: theme.colours.cyan },
  ];
}

/** @param gate null: all required gates together */
function rowOf(
  gate: string | null,
  { trend, lettered, shown, theme }: RowContext,
): readonly Cell[] {
  const rates = trend.points.map((point) =>
    gate === null ? point.total.rate : rateOf(point, gate),
  );
  const since = trend.sinceFirst === null ? undefined : findGate(trend.sinceFirst, gate);
  const { mark, paint } = styleSince(since, theme);
  return [
    { text: `${mark} ${gate ?? "every required gate"}`, paint },
    { text: renderSparkline(rates.slice(-shown), theme) },
    { text: formatRate(rates.at(-1) ?? null) },
    {
      text: since?.difference ? formatPoints(since.difference.estimate) : "–",
      paint: since && isChanged(since) ? paint : theme.colours.dim,
    },
    { text: describeSteps(gate, trend, lettered, theme) },
  ];
}

/** Steps at which the test says that the gate changed; `~` where it moved otherwise. */
function describeSteps(
  gate: string | null,
  { steps }: Trend,
  lettered: readonly LetteredStep[],
  theme: HistoryTheme,
): string {
  const found = lettered.flatMap(({ step, letter }) => {
    const own = findGate(step, gate);
    if (own && isChanged(own)) return [styleOfDecision(own.decision, theme).mark + letter];
    return gate === null && hasBrokenCase(step)
      ? [styleOfDecision("case-broken", theme).mark + letter]
      : [];
  });
  const moved = steps.some((step) => {
    const own = findGate(step, gate);
    return own !== undefined && isWithinNoise(own);
  });
  const most = 3;
  const more = found.length > most ? ["…"] : [];
  return [...more, ...found.slice(-most), ...(moved ? ["~"] : [])].join(" ");
}

function styleSince(
  since: StepGate | undefined,
  theme: HistoryTheme,
): { readonly mark: string; readonly paint: Cell["paint"] } {
  if (since && isChanged(since)) return styleOfDecision(since.decision, theme);
  return { mark: since && isWithinNoise(since) ? "~" : " ", paint: undefined };
}

function findGate(step: Trend["steps"][number], gate: string | null): StepGate | undefined {
  return gatesOf(step).find((one) => one.gate === gate);
}

function rateOf({ gates }: TrendPoint, gate: string): number | null {
  return gates.find((one) => one.gate === gate)?.rate ?? null;
}

function describeMarks(
  { points, steps }: Trend,
  { shown, theme }: { readonly shown: number; readonly theme: HistoryTheme },
): string {
  const last = points.at(-1);
  const never = (last?.gates ?? []).filter(({ gate }) =>
    points.every((point) => rateOf(point, gate) === null),
  ).length;
  return [
    explainSparkline(theme),
    ...(shown < points.length ? [`trend: the last ${shown} of ${points.length} runs`] : []),
    ...(steps.length > 0
      ? [
          "✗ worse, ! worse within 5 pp, ✓ better beyond chance (of 20 such steps one may be chance all the same), ~ moved, and chance would do it",
        ]
      : []),
    ...(never > 0 ? [`${formatCount(never, "gate")} not decided in any run`] : []),
  ].join("; ");
}
