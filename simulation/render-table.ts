import type { CellResult } from "./cell.ts";
import { sizes, type Column, type Table } from "./tables.ts";

/** A table in Markdown, with the number of trials and their error below. */
export function renderTable(
  { title, columns }: Table,
  rows: readonly (readonly CellResult[])[],
): string {
  const heads = columns.map((column) =>
    column.extreme === null ? column.title : `${column.title} (worst)`,
  );
  return [
    `**${title}**`,
    "",
    `| cases × answers | ${heads.join(" | ")} |`,
    `| --- |${" ---: |".repeat(columns.length)}`,
    ...rows.map((row, index) => renderRow(columns, row, sizes[index])),
    "",
    ...columns.map((column, index) => {
      return describeTrials(
        column,
        rows.flatMap((row) => row[index] ?? []).filter(({ trials }) => trials > 0),
      );
    }),
  ].join("\n");
}

/** One line of a table, such as `| 10 × 5 | 1.2 % (3.0) | … |`. */
export function renderRow(
  columns: readonly Column[],
  row: readonly CellResult[],
  size: (typeof sizes)[number] | undefined,
): string {
  const cells = columns.map(({ extreme }, index) => {
    const cell = row[index];
    if (!cell || cell.trials === 0) return "–";
    const worst = extreme === null ? "" : ` (${percent(cell[extreme])})`;
    return `${percent(cell.mean)} %${worst}`;
  });
  return `| ${size?.cases} × ${size?.repeats} | ${cells.join(" | ")} |`;
}

function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** Trials of a column, and the largest standard error of its means. */
function describeTrials({ title }: Column, cells: readonly CellResult[]): string {
  const groups = Map.groupBy(cells, ({ trials }) => trials);
  const parts = [...groups].map(([trials, same]) => {
    const errors = same.map(({ mean }) => Math.sqrt((mean * (1 - mean)) / trials));
    return `${trials.toLocaleString("en")} trials a cell, standard error up to ${percent(Math.max(...errors))} points`;
  });
  return `- ${title}: ${parts.join("; ")}`;
}
