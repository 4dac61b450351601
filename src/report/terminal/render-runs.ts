import type { RunRecord } from "../../record/index.ts";
import type { ArmSummary } from "../summarise-run.ts";
import { formatRate } from "./format-rate.ts";
import { printable, renderTable, type Row } from "./layout/index.ts";
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

/** Two lines a run, in the order given: what came out, and of what. */
export function renderRuns(entries: readonly RunEntry[], theme: Theme): string {
  const { colours, columns } = theme;
  const lines = renderTable(
    {
      columns: [
        { title: "run" },
        { title: "started (UTC)" },
        { title: "answers", align: "right" },
        { title: "pass", align: "right" },
        { title: "status" },
      ],
      rows: entries.flatMap((entry) => rowsOf(entry, theme)),
      paintTitles: colours.dim,
    },
    columns,
  );
  return lines.join("\n");
}

function rowsOf(entry: RunEntry, { colours }: Theme): readonly Row[] {
  if ("problem" in entry) {
    return [
      { across: { text: `${printable(entry.id)}  damaged`, paint: colours.yellow } },
      { across: { text: `  ! ${printable(entry.problem)}`, paint: colours.yellow } },
    ];
  }
  const { run, arms } = entry;
  const sum = (of: (total: ArmSummary["total"]) => number) =>
    arms.reduce((all, { total }) => all + of(total), 0);
  const passed = sum((total) => total.passed);
  const decided = passed + sum((total) => total.failed);
  const versions = run.promptVersions
    .map(({ name }) => name)
    .filter((name) => name !== run.agent.name);
  const factors = [
    [run.agent.name, ...versions].join(", "),
    run.models.map(({ id }) => id).join(", "),
    ...(run.repeats > 1 ? [`${run.repeats} repeats`] : []),
    ...(run.shard === null ? [] : [`shard ${run.shard.index}/${run.shard.count}`]),
  ];
  return [
    [
      { text: run.id },
      { text: run.startedAt.slice(0, 16).replace("T", " ") },
      { text: String(run.plan.length) },
      { text: formatRate(decided === 0 ? null : passed / decided) },
      { text: run.status, paint: run.status === "complete" ? undefined : colours.yellow },
    ],
    { across: { text: `  ${printable(factors.join(" · "))}`, paint: colours.dim } },
  ];
}
