import { enclosing, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { readStringLiteral } from "../../../python/string-literal.ts";
import { argumentAt, firstArgument, positionalArguments } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";
import { readCalls } from "../../located-calls.ts";
import type { LocatedCall } from "../../located-calls.ts";
import { indexOf, listed, readColumn, readConstraint } from "./column-call.ts";
import type { TableColumn, TableDeclaration, TableIndex } from "./table.ts";

/** What Alembic operations of the answer's `upgrade` functions say of tables. */
export function readOperations(program: Program): readonly TableDeclaration[] {
  return migrationOperations(program)
    .filter((call) => call.function?.name !== "downgrade")
    .flatMap((call) => declarationOf(program, call) ?? []);
}

const operations =
  /^(?:create_table|drop_table|rename_table|add_column|drop_column|alter_column|create_index|drop_index|create_unique_constraint|create_foreign_key|create_primary_key|create_check_constraint|create_exclude_constraint|drop_constraint|batch_alter_table|execute|bulk_insert)$/u;

/** Calls of `op.…` and of what `op.batch_alter_table(…)` gives. */
export function migrationOperations(program: Program): readonly LocatedCall[] {
  return readCalls(program).filter(
    (call) =>
      call.module.role === "migration" &&
      call.receiver !== null &&
      operations.test(call.name) &&
      /^(?:op|alembic\.op|batch\w*|b|bop)$/u.test(textOf(call.receiver)),
  );
}

function declarationOf(program: Program, call: LocatedCall): TableDeclaration | null {
  const { node, name, module } = call;
  const batch = batchTable(call);
  // In a batch the table is said once, before.
  const shift = batch === null ? 0 : 1;
  const of = (
    table: string | null,
    columns: readonly TableColumn[],
    indexes: readonly TableIndex[],
  ): TableDeclaration => ({
    kind: "migration",
    name: batch ?? table,
    className: null,
    columns,
    indexes,
    node,
    module,
  });
  switch (name) {
    case "create_table": {
      const [first, ...parts] = positionalArguments(node);
      const calls = parts.flatMap((one) => (one.type === "call" ? [one] : []));
      return of(
        text(first),
        calls.flatMap((one) =>
          readConstraint(program, module, one) === null
            ? (readColumn(program, module, null, one) ?? [])
            : [],
        ),
        calls.flatMap((one) => readConstraint(program, module, one) ?? []),
      );
    }
    case "add_column": {
      const column = positionalArguments(node)[1 - shift];
      const read = column?.type === "call" ? readColumn(program, module, null, column) : null;
      return of(text(firstArgument(node)), read === null ? [] : [read], []);
    }
    case "create_index":
    case "create_unique_constraint":
    case "create_primary_key": {
      const columns = listed(program, argumentAt(node, "columns", 2 - shift));
      const index = indexOf(program, module, node, columns, name === "create_primary_key");
      return of(text(argumentAt(node, "table_name", 1)), [], [index]);
    }
    default:
      return null;
  }
}

function text(node: SyntaxNode | undefined): string | null {
  return node === undefined ? null : readStringLiteral(node);
}

/** The table of the `with op.batch_alter_table("users") as batch_op` around a call. */
function batchTable(call: LocatedCall): string | null {
  if (call.receiver === null || /^(?:op|alembic\.op)$/u.test(textOf(call.receiver))) return null;
  for (
    let above = enclosing(call.node, "with_statement");
    above !== undefined;
    above = enclosing(above, "with_statement")
  ) {
    const clause = above.children.find((one) => one.type === "with_clause");
    const match =
      clause === undefined ? null : /batch_alter_table\(\s*["'](\w+)["']/u.exec(textOf(clause));
    if (match !== null) return match[1] ?? null;
  }
  return null;
}
