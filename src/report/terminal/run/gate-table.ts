import type { ArmSummary, GateSummary } from "../../summarise-run.ts";
import { uncheckedGates } from "../../unchecked-gates.ts";
import { formatInterval, formatRate } from "../format-rate.ts";
import {
  naturalTableWidth,
  paragraph,
  printable,
  renderTable,
  type Cell,
  type Column,
  type Row,
  type Table,
} from "../layout/index.ts";
import { styleOfOutcome } from "../outcome-style.ts";
import { renderUncheckedRow } from "./unchecked-gates.ts";
import type { Theme } from "../theme.ts";

type Count = "pass" | "fail" | "na" | "error" | "unchecked" | "missing";

const countTitles = {
  pass: "pass",
  fail: "fail",
  na: "n/a",
  error: "error",
  unchecked: "open",
  missing: "missing",
} as const satisfies Record<Count, string>;

const legend = {
  pass: "passes",
  fail: "fails",
  na: "does not apply",
  error: "could not be decided",
  unchecked: "not checked",
  missing: "missing",
} as const satisfies Record<Count, string>;

/** A gate with its summary in every arm, in the order of the arms. */
interface GateRow {
  readonly gate: string;
  readonly level: GateSummary["level"];
  readonly inArms: readonly GateSummary[];
}

/**
 * A row a gate, required gates first; several arms stand side by side, or below each other where
 * the terminal is too narrow. Gates that nothing decides are counted in the last row and named at
 * the end of the report: they are neither left out nor passed.
 */
export function renderGateTable(arms: readonly ArmSummary[], theme: Theme): readonly string[] {
  const open = uncheckedGates(arms);
  const rows = collectRows(arms);
  const decided = rows.filter(({ gate }) => !open.includes(gate));
  return [
    ...(decided.length > 0 ? renderDecided(decided, arms, theme) : []),
    ...(open.length > 0 ? [renderUncheckedRow(open.length, theme)] : []),
  ];
}

function collectRows(arms: readonly ArmSummary[]): readonly GateRow[] {
  const rows = (arms[0]?.gates ?? []).map(({ gate, level }) => ({
    gate,
    level,
    inArms: arms.flatMap(({ gates }) => gates.filter((other) => other.gate === gate)),
  }));
  return [
    ...rows.filter(({ level }) => level === "required"),
    ...rows.filter(({ level }) => level === "advisory"),
  ];
}

function renderDecided(
  rows: readonly GateRow[],
  arms: readonly ArmSummary[],
  theme: Theme,
): readonly string[] {
  const counts = (Object.keys(countTitles) as Count[]).filter(
    (count) =>
      ["pass", "fail", "na"].includes(count) ||
      rows.some(({ inArms }) => inArms.some((summary) => summary[count] > 0)),
  );
  const table =
    (["beside", "below"] as const)
      .map((interval) => buildSideBySide(rows, arms, { counts, interval, theme }))
      .find((candidate) => naturalTableWidth(candidate) <= theme.columns) ??
    buildStacked(rows, arms, { counts, theme });
  return [
    ...renderTable(table, theme.columns),
    ...(arms.length > 1 ? renderLegend(counts, theme) : []),
  ];
}

/** What the marks above the columns mean. */
function renderLegend(counts: readonly Count[], theme: Theme): readonly string[] {
  const words = counts.map((count) => `${markOf(count, theme)} ${legend[count]}`);
  return paragraph(`${words.join(", ")}; rate: of those that pass or fail, with its 95% interval`, {
    width: theme.columns,
    first: 2,
  }).map((line) => theme.colours.dim(line));
}

/** Where a rate's interval stands: in a column of its own, or on a line of its own. */
type IntervalPlace = "beside" | "below";

function buildSideBySide(
  rows: readonly GateRow[],
  arms: readonly ArmSummary[],
  options: {
    readonly counts: readonly Count[];
    readonly interval: IntervalPlace;
    readonly theme: Theme;
  },
): Table {
  const { counts, interval, theme } = options;
  const { colours } = theme;
  const several = arms.length > 1;
  const columnsOfArm = (): readonly Column[] => [
    ...counts.map((count, index) => ({
      title: several ? markOf(count, theme) : countTitles[count],
      align: "right" as const,
      gap: several ? (index === 0 ? 3 : 1) : 2,
    })),
    { title: "rate", align: "right", gap: several && interval === "below" ? 1 : 2 },
    ...(interval === "beside"
      ? [{ title: several ? "95%" : "95% interval", align: "right" as const, gap: several ? 1 : 2 }]
      : []),
  ];
  const perArm = columnsOfArm().length;
  return {
    columns: [{ title: "  gate", shrinksTo: 12 }, ...arms.flatMap(columnsOfArm)],
    groups: several
      ? [
          { title: { text: "" }, span: 1 },
          ...arms.map(({ label }) => ({
            title: { text: printable(label), paint: colours.bold },
            span: perArm,
          })),
        ]
      : undefined,
    paintTitles: colours.dim,
    rows: bySections(rows, theme, (row): readonly Row[] => {
      const first: readonly Cell[] = [
        gateCell(row, theme),
        ...row.inArms.flatMap((summary) => [
          ...countCells(summary, counts, theme),
          rateCell(summary, theme),
          ...(interval === "beside"
            ? [{ text: formatInterval(summary.interval), paint: colours.dim }]
            : []),
        ]),
      ];
      if (interval === "beside") return [first];
      const second: readonly Cell[] = [
        { text: "" },
        ...row.inArms.flatMap((summary) => [
          ...counts.map(() => ({ text: "" })),
          { text: formatInterval(summary.interval), paint: colours.dim },
        ]),
      ];
      return second.some(({ text }) => text !== "") ? [first, second] : [first];
    }),
  };
}

/** A row for every arm below each gate: for many arms, or a narrow terminal. */
function buildStacked(
  rows: readonly GateRow[],
  arms: readonly ArmSummary[],
  { counts, theme }: { readonly counts: readonly Count[]; readonly theme: Theme },
): Table {
  const { colours } = theme;
  const several = arms.length > 1;
  return {
    columns: [
      { title: "  gate", shrinksTo: 12 },
      ...(several ? [{ title: "version", shrinksTo: 8 }] : []),
      ...counts.map((count) => ({
        title: several ? markOf(count, theme) : countTitles[count],
        align: "right" as const,
      })),
      { title: "rate", align: "right" },
      { title: "95%", align: "right" },
    ],
    paintTitles: colours.dim,
    rows: bySections(rows, theme, (row) =>
      row.inArms.map((summary, index) => [
        index === 0 ? gateCell(row, theme) : { text: "" },
        ...(several ? [{ text: printable(arms[index]?.label ?? "") }] : []),
        ...countCells(summary, counts, theme),
        rateCell(summary, theme),
        { text: formatInterval(summary.interval), paint: colours.dim },
      ]),
    ),
  };
}

/** Required and advisory gates below a line that says so; no such line where all are of one level. */
function bySections(
  rows: readonly GateRow[],
  { colours }: Theme,
  render: (row: GateRow) => readonly Row[],
): readonly Row[] {
  return rows.flatMap((row, index) => {
    const starts = row.level !== rows[index - 1]?.level;
    const title: readonly Row[] = starts
      ? [{ across: { text: row.level, paint: colours.dim } }]
      : [];
    return [...title, ...render(row)];
  });
}

function gateCell({ gate, inArms }: GateRow, theme: Theme): Cell {
  const outcome = inArms.some(({ fail }) => fail > 0)
    ? "fail"
    : inArms.some(({ error }) => error > 0)
      ? "error"
      : inArms.some(({ pass }) => pass > 0)
        ? "pass"
        : "na";
  const { mark, paint } = styleOfOutcome(outcome, theme);
  return { text: `${mark} ${gate}`, paint };
}

function countCells(summary: GateSummary, counts: readonly Count[], theme: Theme): readonly Cell[] {
  return counts.map((count) => {
    const number = summary[count];
    if (number === 0 || count === "missing") {
      return { text: String(number), paint: theme.colours.dim };
    }
    return {
      text: String(number),
      ...(count === "pass" ? {} : { paint: styleOfOutcome(count, theme).paint }),
    };
  });
}

function rateCell({ rate, minPassRate }: GateSummary, { colours }: Theme): Cell {
  const missed = rate !== null && minPassRate !== null && rate < minPassRate;
  return { text: formatRate(rate), paint: missed ? colours.red : undefined };
}

/** Short titles for several arms side by side. */
function markOf(count: Count, theme: Theme): string {
  return count === "missing" ? "?" : styleOfOutcome(count, theme).mark;
}
