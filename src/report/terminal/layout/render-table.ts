import type { Paint } from "../theme.ts";
import { displayWidth, padText, truncateText } from "./fit-text.ts";

/** Plain text and how it is coloured; colouring comes after fitting. */
export interface Cell {
  readonly text: string;
  readonly paint?: Paint | undefined;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Gives way, down to this many cells, when the table is too wide. */
  readonly shrinksTo?: number;
  /** Blanks before the column; 2 by default, none before the first. */
  readonly gap?: number;
}

export type Row =
  | readonly Cell[]
  /** A line of its own across all columns. */
  | { readonly across: Cell };

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Titles above the titles, each over some columns; their spans add up to all columns. */
  readonly groups?: readonly { readonly title: Cell; readonly span: number }[] | undefined;
  readonly paintTitles?: Paint | undefined;
}

/** Cells of each column, and of a whole line. */
interface Room {
  readonly widths: readonly number[];
  readonly total: number;
}

const defaultGap = 2;

/**
 * Lines of a table, columns as wide as their widest cell. Where that is more than `width` cells,
 * shrinking columns are cut, the first one first.
 */
export function renderTable(table: Table, width: number): readonly string[] {
  const room: Room = { widths: fitWidths(table, width), total: width };
  const titles = table.columns.map(({ title }) => ({ text: title, paint: table.paintTitles }));
  return [
    ...(table.groups ? [renderGroups(table, room)] : []),
    ...(titles.some(({ text }) => text !== "") ? [renderCells(table, titles, room)] : []),
    ...table.rows.map((row) =>
      "across" in row
        ? paint(truncateText(row.across.text, width), row.across.paint)
        : renderCells(table, row, room),
    ),
  ];
}

/** Cells that the table takes when nothing is cut. */
export function naturalTableWidth(table: Table): number {
  return totalWidth(table, naturalWidths(table));
}

function naturalWidths({ columns, rows }: Table): number[] {
  return columns.map(({ title }, index) =>
    rows.reduce(
      (widest, row) =>
        "across" in row ? widest : Math.max(widest, displayWidth(row[index]?.text ?? "")),
      displayWidth(title),
    ),
  );
}

function fitWidths(table: Table, width: number): readonly number[] {
  const widths = naturalWidths(table);
  let excess = totalWidth(table, widths) - width;
  for (const [index, { shrinksTo }] of table.columns.entries()) {
    const natural = widths[index] ?? 0;
    if (shrinksTo === undefined || excess <= 0 || natural <= shrinksTo) continue;
    const cut = Math.min(excess, natural - shrinksTo);
    widths[index] = natural - cut;
    excess -= cut;
  }
  return widths;
}

function totalWidth(table: Table, widths: readonly number[]): number {
  return widths.reduce((sum, width, index) => sum + width + gapBefore(table, index), 0);
}

function gapBefore({ columns }: Table, index: number): number {
  return index === 0 ? 0 : (columns[index]?.gap ?? defaultGap);
}

function renderCells(table: Table, cells: readonly Cell[], room: Room): string {
  let used = 0;
  let line = "";
  for (const [index, { align }] of table.columns.entries()) {
    const gap = Math.min(gapBefore(table, index), room.total - used);
    // Where even the narrowest columns are too wide, the last ones go.
    const width = Math.min(room.widths[index] ?? 0, room.total - used - gap);
    const cell = cells[index] ?? { text: "" };
    const fitted = padText(truncateText(cell.text, width), width, align);
    line += " ".repeat(gap) + paint(fitted, cell.paint);
    used += gap + width;
  }
  return line.trimEnd();
}

/** Titles over several columns; tables with groups are only made where they fit. */
function renderGroups(table: Table, { widths }: Room): string {
  let first = 0;
  const parts = (table.groups ?? []).map(({ title, span }) => {
    let room = 0;
    for (let index = first; index < first + span; index += 1) {
      room += (widths[index] ?? 0) + (index === first ? 0 : gapBefore(table, index));
    }
    const gap = " ".repeat(gapBefore(table, first));
    first += span;
    return gap + paint(padText(truncateText(title.text, room), room), title.paint);
  });
  return parts.join("").trimEnd();
}

function paint(text: string, formatter: Paint | undefined): string {
  return formatter && text.trim() !== "" ? formatter(text) : text;
}
