import type { Program } from "../../build-program.ts";
import { readQueries } from "../queries/read-queries.ts";
import type { Query, QueryColumn } from "../queries/query.ts";
import { readTables, usualNames } from "./read-tables.ts";
import type { Table } from "./table.ts";

/** A column by which a query filters, joins or sorts, and whether an index serves it. */
export interface ColumnUse {
  readonly query: Query;
  readonly used: QueryColumn;
  readonly table: Table;
  /** It is indexed or unique, or the query needs no index on it. */
  readonly isServed: boolean;
}

/**
 * The columns of the answer's tables by which its queries filter, join or sort. Served are those
 * that are indexed or unique; those that stand only beside an equality on a primary key or on an
 * indexed column in the same query; the far side of a join to a primary key; and columns in the
 * predicate of a partial index. A composite index serves its leading columns. Columns that the
 * answer does not declare are passed over.
 */
export function readColumnUses(program: Program): readonly ColumnUse[] {
  const tables = readTables(program);
  return readQueries(program).flatMap((query) => usesOf(tables, query));
}

function usesOf(tables: readonly Table[], query: Query): readonly ColumnUse[] {
  const located = query.columns.map((used) => ({ used, table: tableOf(tables, query, used) }));
  return located.flatMap(({ used, table }): readonly ColumnUse[] => {
    if (table === null || !declares(table, used.column)) return [];
    const isServed =
      isIndexed(
        table,
        used.column,
        located.map((one) => one.used.column),
      ) ||
      joinsKey(tables, used) ||
      located.some(
        (other) =>
          other.used !== used &&
          other.used.isEquality &&
          !(other.used.column === used.column && other.table === table) &&
          (other.used.condition === null || other.used.condition === used.condition) &&
          mayBeIndexed(
            other.table,
            other.used.column,
            located.map((one) => one.used.column),
          ),
      );
    return [{ query, used, table, isServed }];
  });
}

function tableOf(tables: readonly Table[], query: Query, used: QueryColumn): Table | null {
  if (used.table !== null) return findTable(tables, used.table, used.column);
  const mentioned = query.tables.flatMap((name) => findTable(tables, name, used.column) ?? []);
  return mentioned.find((table) => declares(table, used.column)) ?? null;
}

function findTable(tables: readonly Table[], name: string, column: string): Table | null {
  const found = tables.find(
    (table) => table.names.has(name) || table.names.has(name.toLowerCase()),
  );
  if (found !== undefined) return found;
  // A model that is not shown has its table's usual name.
  const usual = name.startsWith("class ") ? usualNames(name.slice("class ".length)) : [];
  const guessed = tables.find((table) => usual.some((one) => table.names.has(one)));
  if (guessed !== undefined) return guessed;
  // Attributes shown without their class may be of any class that is not shown.
  return tables.find((table) => table.names.size === 0 && declares(table, column)) ?? null;
}

function declares(table: Table, column: string): boolean {
  return columnsNamed(table, column).length > 0;
}

function columnsNamed(table: Table, name: string): Table["columns"] {
  return table.columns.filter((one) => one.names.some((each) => each.toLowerCase() === name));
}

function isIndexed(table: Table, name: string, inQuery: readonly string[]): boolean {
  const declared = columnsNamed(table, name);
  if (declared.some((one) => one.isIndexed || one.isPrimaryKey)) return true;
  const names = new Set([
    name,
    ...declared.flatMap((one) => one.names.map((each) => each.toLowerCase())),
  ]);
  const asked = new Set(inQuery);
  return table.indexes.some((index) => {
    if (index.predicate.some((one) => names.has(one.toLowerCase()))) return true;
    const at = index.columns.findIndex((each) => each.some((one) => names.has(one.toLowerCase())));
    if (at < 0) return false;
    if (index.isPrimaryKey) return true;
    return index.columns
      .slice(0, at)
      .every((each) => each.some((one) => asked.has(one.toLowerCase())));
  });
}

/** A column that the answer does not declare may well be indexed. */
function mayBeIndexed(table: Table | null, name: string, inQuery: readonly string[]): boolean {
  return table === null || !declares(table, name) || isIndexed(table, name, inQuery);
}

function joinsKey(tables: readonly Table[], used: QueryColumn): boolean {
  if (used.joinedTo === null) return false;
  const { table: name, column } = used.joinedTo;
  const table = name === null ? null : findTable(tables, name, column);
  if (table === null || !declares(table, column)) return true;
  return (
    columnsNamed(table, column).some((one) => one.isPrimaryKey) ||
    table.indexes.some((index) => index.isPrimaryKey && index.columns.flat().includes(column))
  );
}
