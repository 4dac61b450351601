import { textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";
import { readStrings } from "../../located-calls.ts";
import type { PythonModule } from "../../types.ts";
import { namesInSql } from "./table.ts";
import type { TableColumn, TableDeclaration, TableIndex } from "./table.ts";

interface Place {
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/** Tables and indexes that texts of SQL in the implementation and its migrations create. */
export function readDdl(program: Program): readonly TableDeclaration[] {
  return readStrings(program).flatMap(({ node, module, function: fn }) => {
    if (module.role === "test" || fn?.name === "downgrade") return [];
    const words = textOf(node);
    return mayDefine.test(words) ? parseDdl(words, { node, module }) : [];
  });
}

const mayDefine = /\b(?:CREATE|ALTER)\s/iu;

/** What `CREATE TABLE`, `CREATE INDEX` and `ALTER TABLE … ADD` in a text of SQL say of tables. */
function parseDdl(sql: string, place: Place): readonly TableDeclaration[] {
  const result: TableDeclaration[] = [];
  const declare = (
    table: string,
    columns: readonly TableColumn[],
    indexes: readonly TableIndex[],
  ): void => {
    result.push({
      kind: "sql",
      name: plainName(table),
      className: null,
      columns,
      indexes,
      ...place,
    });
  };
  for (const match of sql.matchAll(
    /\bCREATE\s+(?:(?:TEMP|TEMPORARY|UNLOGGED|GLOBAL|LOCAL)\s+)*TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w."`[\]]+)\s*\(/giu,
  )) {
    const parts = splitTopLevel(insideParens(sql, match.index + match[0].length - 1));
    declare(
      match[1] ?? "",
      parts.flatMap((part) => columnOf(part, place) ?? []),
      parts.flatMap((part) => constraintOf(part, place) ?? []),
    );
  }
  for (const match of sql.matchAll(
    /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?(?:[\w."`]+\s+)?ON\s+(?:ONLY\s+)?([\w."`]+)\s*(?:USING\s+\w+\s*)?\(/giu,
  )) {
    const open = match.index + match[0].length - 1;
    const inner = insideParens(sql, open);
    const after = sql.slice(open + inner.length + 2).split(";")[0] ?? "";
    const where = /^[^;]*?\bWHERE\b([\s\S]*)/iu.exec(after)?.[1] ?? "";
    declare(match[1] ?? "", [], [indexOn(splitTopLevel(inner), place, false, namesInSql(where))]);
  }
  for (const match of sql.matchAll(
    /\bALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?([\w."`]+)\s+([^;"]*)/giu,
  )) {
    for (const action of splitTopLevel(match[2] ?? "")) {
      const added = /^\s*ADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?([\s\S]+)$/iu.exec(
        action,
      )?.[1];
      if (added === undefined) continue;
      const constraint = constraintOf(added, place);
      const column = constraint === null ? columnOf(added, place) : null;
      declare(
        match[1] ?? "",
        column === null ? [] : [column],
        constraint === null ? [] : [constraint],
      );
    }
  }
  return result;
}

const constraintWords =
  /^\s*(?:CONSTRAINT\s+\S+\s+)?(?:PRIMARY\s+KEY|UNIQUE|FOREIGN\s+KEY|CHECK|EXCLUDE|INDEX|KEY|LIKE)\b/iu;

function columnOf(part: string, place: Place): TableColumn | null {
  if (constraintWords.test(part)) return null;
  const name = /^\s*["`[]?(\w+)["`\]]?\s+\w/u.exec(part)?.[1];
  if (name === undefined) return null;
  return {
    names: [name],
    isPrimaryKey: /\bPRIMARY\s+KEY\b/iu.test(part),
    isIndexed: /\bUNIQUE\b/iu.test(part),
    references: /\bREFERENCES\s+([\w.]+)/iu.exec(part)?.[1] ?? null,
    ...place,
  };
}

function constraintOf(part: string, place: Place): TableIndex | null {
  const match =
    /^\s*(?:CONSTRAINT\s+\S+\s+)?(PRIMARY\s+KEY|UNIQUE(?:\s+(?:INDEX|KEY))?|INDEX|KEY)\b[^(]*\(/iu.exec(
      part,
    );
  if (match === null) return null;
  const columns = splitTopLevel(insideParens(part, match[0].length - 1));
  return indexOn(columns, place, /PRIMARY/iu.test(match[1] ?? ""), []);
}

function indexOn(
  columns: readonly string[],
  place: Place,
  isPrimaryKey: boolean,
  predicate: readonly string[],
): TableIndex {
  return {
    columns: columns.map((one) =>
      namesInSql(one.replace(/\b(?:ASC|DESC|NULLS\s+\w+|COLLATE\s+\S+)/giu, "")),
    ),
    isPrimaryKey,
    predicate,
    ...place,
  };
}

/** The text between the parenthesis at `open` and its partner, or to the end. */
function insideParens(sql: string, open: number): string {
  let depth = 0;
  for (let at = open; at < sql.length; at += 1) {
    if (sql[at] === "(") depth += 1;
    if (sql[at] === ")") depth -= 1;
    if (depth === 0) return sql.slice(open + 1, at);
  }
  return sql.slice(open + 1);
}

function splitTopLevel(list: string): readonly string[] {
  const result: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < list.length; at += 1) {
    if (list[at] === "(") depth += 1;
    if (list[at] === ")") depth -= 1;
    if (list[at] !== "," || depth > 0) continue;
    result.push(list.slice(start, at));
    start = at + 1;
  }
  result.push(list.slice(start));
  return result.filter((one) => one.trim() !== "");
}

function plainName(name: string): string {
  return (name.split(".").at(-1) ?? name).replaceAll(/["`[\]]/gu, "");
}
