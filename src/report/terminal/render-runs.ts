import type { RunRecord } from "../../record/index.ts";
import type { ArmSummary } from "../summarise-run.ts";
import { formatRate } from "./format-rate.ts";
import { printable, renderTable, type Cell, type Row } from "./layout/index.ts";
import type { Theme } from "./theme.ts";

/** A run of the results folder, or what is wrong with it. */
export type RunEntry =
  | {
      readonly id: string;
      readonly folder: string;
      readonly run: RunRecord;
      readonly arms: readonly ArmSummary[];
    }
  | { readonly id: string; readonly folder: string; readonly problem: string };

/** A line a run, in the order given. */
export function renderRuns(entries: readonly RunEntry[], theme: Theme): string {
  const { colours, columns } = theme;
  const rows = entries.flatMap((entry): readonly Row[] =>
    "problem" in entry
      ? [
          {
            across: {
              text: `${printable(entry.id)}  ! ${printable(entry.problem)}`,
              paint: colours.yellow,
            },
          },
        ]
      : [rowOf(entry.run, entry.arms, theme)],
  );
  return renderTable(
    {
      columns: [
        { title: "run" },
        { title: "started (UTC)" },
        { title: "agent", shrinksTo: 10 },
        { title: "prompt versions", shrinksTo: 8 },
        { title: "models", shrinksTo: 8 },
        { title: "answers", align: "right" },
        { title: "pass", align: "right" },
        { title: "status", shrinksTo: 8 },
      ],
      rows,
      paintTitles: colours.dim,
    },
    columns,
  ).join("\n");
}

function rowOf(run: RunRecord, arms: readonly ArmSummary[], { colours }: Theme): readonly Cell[] {
  const sum = (of: (total: ArmSummary["total"]) => number) =>
    arms.reduce((all, { total }) => all + of(total), 0);
  const passed = sum((total) => total.passed);
  const decided = passed + sum((total) => total.failed);
  const paintStatus = run.status === "complete" ? undefined : colours.yellow;
  return [
    { text: run.id },
    { text: run.startedAt.slice(0, 16).replace("T", " ") },
    { text: printable(run.agent.name) },
    { text: printable(run.promptVersions.map(({ name }) => name).join(", ")) },
    { text: printable(run.models.map(({ id }) => id).join(", ")) },
    { text: String(run.plan.length) },
    { text: formatRate(decided === 0 ? null : passed / decided) },
    { text: run.status, paint: paintStatus },
  ];
}
