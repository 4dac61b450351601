import { childAt, namedChildren, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";
import { returnedExpressions } from "../../function-body.ts";
import { valuesOfName } from "../name-values.ts";

/** Where a query begins. */
export type QueryRoot =
  /** `select(User)`, `session.query(User)`, `users.select()`. */
  | { readonly kind: "call"; readonly node: SyntaxNode }
  /** A parameter that is given a statement to carry on. */
  | { readonly kind: "parameter"; readonly node: SyntaxNode }
  /** `User.filter(…)`, `User.query`: models that query themselves. */
  | { readonly kind: "model"; readonly node: SyntaxNode; readonly table: string };

const deepest = 12;
const begins = /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.(?:select|update|delete|exists|lambda_stmt)$/u;

/** The root of the query for which an expression stands; null where it is no query. */
export function rootOfQuery(program: Program, node: SyntaxNode, depth = 0): QueryRoot | null {
  if (depth > deepest) return null;
  switch (node.type) {
    case "call":
      return ofCall(program, node, depth);
    case "await": {
      const inner = namedChildren(node)[0];
      return inner === undefined ? null : rootOfQuery(program, inner, depth + 1);
    }
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      const first = yes === undefined ? null : rootOfQuery(program, yes, depth + 1);
      return first ?? (no === undefined ? null : rootOfQuery(program, no, depth + 1));
    }
    case "identifier":
    case "attribute":
      return ofName(program, node, depth);
    default:
      return null;
  }
}

function ofCall(program: Program, call: SyntaxNode, depth: number): QueryRoot | null {
  const callee = childAt(call, "function");
  if (callee === undefined) return null;
  const found = program.resolve(callee);
  if (found.kind === "external" && begins.test(found.name)) return { kind: "call", node: call };
  if (found.kind === "unbound" && /^(?:\w+\.)?(?:select|update|delete|exists)$/u.test(found.name)) {
    return { kind: "call", node: call };
  }
  if (found.kind === "function") {
    for (const one of returnedExpressions(found)) {
      const root = rootOfQuery(program, one, depth + 1);
      if (root !== null) return root;
    }
    return null;
  }
  if (callee.type !== "attribute") return null;
  const name = textOf(childAt(callee, "attribute") ?? callee);
  const object = childAt(callee, "object");
  if (object === undefined) return null;
  if (
    name === "query" ||
    (/^(?:select|update|delete)$/u.test(name) && isTableLike(program, object))
  ) {
    return { kind: "call", node: call };
  }
  return rootOfQuery(program, object, depth + 1);
}

function isTableLike(program: Program, node: SyntaxNode): boolean {
  if (textOf(node).endsWith(".__table__")) return true;
  const found = program.resolve(node);
  return (
    found.kind === "value" &&
    found.node.type === "call" &&
    /(?:^|\.)Table\(/u.test(textOf(found.node))
  );
}

function ofName(program: Program, node: SyntaxNode, depth: number): QueryRoot | null {
  const found = program.resolve(node);
  if (found.kind === "class") {
    return { kind: "model", node: node.parent ?? node, table: `class ${found.name}` };
  }
  if (found.kind === "parameter") {
    return found.function.ownerClass !== null && found.function.parameters[0] === found.parameter
      ? null
      : isStatement(found.parameter.name, found.parameter.annotation)
        ? { kind: "parameter", node: found.parameter.node }
        : null;
  }
  if (found.kind !== "value" || found.node === node) return null;
  for (const one of valuesOfName(program, node)) {
    // `stmt = stmt.where(…)` goes on with what was there.
    if (
      one.value.start <= node.start &&
      node.end <= one.value.end &&
      one.value.source === node.source
    ) {
      continue;
    }
    const root = startsWithName(one.value, textOf(node))
      ? null
      : rootOfQuery(program, one.value, depth + 1);
    if (root !== null) return root;
  }
  return found.through === "assign" && !startsWithName(found.node, textOf(node))
    ? rootOfQuery(program, found.node, depth + 1)
    : null;
}

function startsWithName(value: SyntaxNode, name: string): boolean {
  return new RegExp(`^\\(?\\s*${name}\\s*\\.`, "u").test(textOf(value));
}

function isStatement(name: string, annotation: SyntaxNode | null): boolean {
  return (
    /^(?:stmt|statement|query|q|sql)$/iu.test(name) ||
    (annotation !== null && /\b(?:Select|Update|Delete|Query)\b/u.test(textOf(annotation)))
  );
}
