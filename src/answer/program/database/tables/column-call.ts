import { childAt, descend, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { readStringLiteral } from "../../../python/string-literal.ts";
import { keywordArguments, positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import { sqlTextOf } from "../sql-parts.ts";
import type { PythonModule } from "../../types.ts";
import { namesInSql } from "./table.ts";
import type { TableColumn, TableIndex } from "./table.ts";

/** The last name of what a call calls, aliases and `partial(Column, …)` followed. */
export function makerName(program: Program, call: SyntaxNode): string {
  const callee = childAt(call, "function");
  if (callee === undefined) return "";
  const found = program.resolve(callee);
  if (found.kind === "external" || found.kind === "unbound") {
    return found.name.split(".").at(-1) ?? "";
  }
  if (found.kind === "value" && found.node !== callee && /partial\(/u.test(textOf(found.node))) {
    const named = program.calleesAt(call).find((one) => one.kind === "named");
    if (named?.kind === "named") return named.name.split(".").at(-1) ?? "";
  }
  return textOf(callee).split(".").at(-1) ?? "";
}

const columnMakers = /^(?:mapped_column|Column|Field|\w+Field|deferred|column_property)$/u;

/** Whether a call declares a column: SQLAlchemy's, SQLModel's, or a field of Tortoise or peewee. */
export function isColumnCall(program: Program, node: SyntaxNode | null): boolean {
  return node?.type === "call" && columnMakers.test(makerName(program, node));
}

/**
 * A column of its attribute's name and the call that declares it; the call's own first text is
 * its name in the database.
 */
export function readColumn(
  program: Program,
  module: PythonModule,
  attribute: string | null,
  call: SyntaxNode,
): TableColumn | null {
  const calls = callsInside(program, call);
  const name = columnNameOf(call);
  const names = [attribute, name].filter((one) => one !== null);
  if (names.length === 0) return null;
  const maker = makerName(program, call);
  const foreign = /^(?:ForeignKeyField|OneToOneField)$/u.test(maker);
  if (foreign && attribute !== null) names.push(`${attribute}_id`);
  return {
    names,
    isPrimaryKey:
      calls.some((one) => isTrue(one, "primary_key") || isTrue(one, "pk")) || maker === "AutoField",
    isIndexed:
      foreign ||
      calls.some((one) => ["index", "unique", "db_index"].some((option) => isTrue(one, option))) ||
      calls.some((one) => /["'](?:unique|index)["']\s*:\s*True/u.test(textOf(one))),
    references: referenceOf(program, calls),
    node: call,
    module,
  };
}

/** The call itself, and `sa_column=Column(…)` or `deferred(mapped_column(…))` in it. */
function callsInside(program: Program, call: SyntaxNode): readonly SyntaxNode[] {
  return descend(call).filter(
    (node) => node === call || (node.type === "call" && isColumnCall(program, node)),
  );
}

function columnNameOf(call: SyntaxNode): string | null {
  const [first] = positionalArguments(call);
  const given = first === undefined ? null : readStringLiteral(first);
  const named = keywordArguments(call).get("name") ?? keywordArguments(call).get("source_field");
  return given ?? (named === undefined ? null : readStringLiteral(named));
}

function isTrue(call: SyntaxNode, option: string): boolean {
  const value = keywordArguments(call).get(option);
  return value !== undefined && value.type !== "false" && value.type !== "none";
}

function referenceOf(program: Program, calls: readonly SyntaxNode[]): string | null {
  for (const call of calls) {
    const named = keywordArguments(call).get("foreign_key");
    const target = named === undefined ? null : readStringLiteral(named);
    if (target !== null) return target;
    for (const given of positionalArguments(call)) {
      if (given.type !== "call" || makerName(program, given) !== "ForeignKey") continue;
      const [first] = positionalArguments(given);
      if (first !== undefined) return readStringLiteral(first) ?? textOf(first);
    }
  }
  return null;
}

/** `Index("name", "a", "b")`, `UniqueConstraint("a")`, `PrimaryKeyConstraint("a", "b")`. */
export function readConstraint(
  program: Program,
  module: PythonModule,
  call: SyntaxNode,
): TableIndex | null {
  const maker = makerName(program, call);
  if (!/^(?:Index|UniqueConstraint|PrimaryKeyConstraint)$/u.test(maker)) return null;
  const given = positionalArguments(call);
  const columns = maker === "Index" ? given.slice(1) : given;
  return indexOf(program, module, call, columns, maker === "PrimaryKeyConstraint");
}

/** An index of its columns' expressions, with the predicate that its call gives. */
export function indexOf(
  program: Program,
  module: PythonModule,
  call: SyntaxNode,
  columns: readonly SyntaxNode[],
  isPrimaryKey: boolean,
): TableIndex {
  const options = keywordArguments(call);
  const where = [...options].filter(([name]) => name.endsWith("_where")).map(([, value]) => value);
  return {
    columns: columns.map((one) => columnsMentioned(program, one)),
    isPrimaryKey,
    predicate: where.flatMap((one) => columnsMentioned(program, one)),
    node: call,
    module,
  };
}

/** Column names in `"email"`, `User.email.desc()`, `func.lower(email)`, `text("lower(email)")`. */
function columnsMentioned(program: Program, node: SyntaxNode): readonly string[] {
  const sql = sqlTextOf(program, node);
  if (sql !== null) return /^\w+$/u.test(sql) ? [sql] : namesInSql(sql);
  const names: string[] = [];
  for (const one of descend(node)) {
    if (one.type === "string") names.push(...namesInSql(readStringLiteral(one) ?? ""));
    if (one.type === "identifier" && one.field !== "function") names.push(textOf(one));
  }
  return names;
}

/** The elements of a list of columns, with names followed. */
export function listed(program: Program, node: SyntaxNode | undefined): readonly SyntaxNode[] {
  if (node === undefined) return [];
  if (/^(?:list|tuple|set)$/u.test(node.type)) return namedChildren(node);
  if (node.type !== "identifier") return [node];
  const found = program.resolve(node);
  return found.kind === "value" && found.node !== node ? listed(program, found.node) : [];
}
