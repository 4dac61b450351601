import { childAt, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { readStringLiteral } from "../../../python/string-literal.ts";
import { firstArgument } from "../../arguments.ts";
import type { Program } from "../../build-program.ts";

/** A column as code names it: `User.email`, `users.c.email`, `alias.email`, `users.c["email"]`. */
export interface ColumnReference {
  readonly table: string;
  readonly column: string;
}

/** The table for which an expression stands: `class User` for a model, else its name; null: none. */
export function tableReference(program: Program, node: SyntaxNode, depth = 0): string | null {
  if (depth > 6) return null;
  if (node.type === "call") {
    const callee = childAt(node, "function");
    const given = firstArgument(node);
    // `aliased(User)`, `users.alias("u")`
    if (callee !== undefined && given !== undefined && /(?:^|\.)aliased$/u.test(textOf(callee))) {
      return tableReference(program, given, depth + 1);
    }
    if (callee?.type === "attribute" && /\.(?:alias|outerjoin|join)$/u.test(textOf(callee))) {
      const object = childAt(callee, "object");
      return object === undefined ? null : tableReference(program, object, depth + 1);
    }
    const maker = callee === undefined ? null : program.resolve(callee);
    if (
      maker?.kind === "external" &&
      /^sqlalchemy\.(?:\w+\.)*[Tt]able$/u.test(maker.name) &&
      given !== undefined
    ) {
      return readStringLiteral(given)?.toLowerCase() ?? null;
    }
    return null;
  }
  if (node.type !== "identifier" && node.type !== "attribute") return null;
  const words = textOf(node);
  if (words.endsWith(".c") || words.endsWith(".columns") || words.endsWith(".__table__")) {
    const object = childAt(node, "object");
    return object === undefined ? null : tableReference(program, object, depth + 1);
  }
  const found = program.resolve(node);
  switch (found.kind) {
    case "class":
      return `class ${found.name}`;
    case "external":
    case "unbound": {
      const last = found.name.split(".").at(-1) ?? "";
      if (
        /^(?:builtins|typing|fastapi|pydantic|datetime|enum|sqlalchemy|sqlmodel)\b/u.test(
          found.name,
        )
      ) {
        return null;
      }
      if (/^[A-Z]\w*[a-z]\w*$/u.test(last)) return `class ${last}`;
      return node.parent !== null &&
        /^(?:c|columns)$/u.test(textOf(node.parent.children.at(-1) ?? node))
        ? last.toLowerCase()
        : null;
    }
    case "value":
      return found.node === node ? null : tableReference(program, found.node, depth + 1);
    default:
      return null;
  }
}

/** The column for which an attribute or a subscript stands; null: none. */
export function columnReference(program: Program, node: SyntaxNode): ColumnReference | null {
  if (node.type === "subscript") {
    const [object, key] = namedChildren(node);
    const column = key === undefined ? null : readStringLiteral(key);
    if (object === undefined || column === null || !/\.(?:c|columns)$/u.test(textOf(object))) {
      return null;
    }
    const table = tableReference(program, object);
    return table === null ? null : { table, column: column.toLowerCase() };
  }
  if (node.type !== "attribute") return null;
  const [object, attribute] = [childAt(node, "object"), childAt(node, "attribute")];
  if (object === undefined || attribute === undefined) return null;
  const column = textOf(attribute);
  if (/^(?:c|columns|__table__|__tablename__|metadata)$/u.test(column)) return null;
  const table = tableReference(program, object);
  return table === null ? null : { table, column: column.toLowerCase() };
}
