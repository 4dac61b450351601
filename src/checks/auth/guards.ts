import { childAt, descend, namedChildren, ownNodes } from "../../answer/index.ts";
import type { PythonFunction, SyntaxNode } from "../../answer/index.ts";

/** What decides whether a statement of a function is reached. */
export interface Guards {
  readonly conditions: readonly SyntaxNode[];
  /** Bodies of the `try` statements whose `except` holds the statement. */
  readonly attempts: readonly SyntaxNode[];
}

/** The conditions above a node, and those of earlier statements that leave before it is reached. */
export function guardsOf(node: SyntaxNode, owner: PythonFunction): Guards {
  const conditions: SyntaxNode[] = [];
  const attempts: SyntaxNode[] = [];
  const add = (one: SyntaxNode | undefined): void => {
    if (one !== undefined) conditions.push(one);
  };
  for (let below = node; below !== owner.body && below.parent !== null; below = below.parent) {
    const above = below.parent;
    if (above.type === "block" || above === owner.body) {
      for (const earlier of above.children) {
        if (earlier === below) break;
        if (!canLeave(earlier)) continue;
        const inside = descend(earlier, (one) => one.type !== "function_definition");
        for (const one of inside) {
          add(childAt(one, "condition"));
          if (one.type === "for_statement") add(childAt(one, "right"));
          if (one.type === "match_statement") add(childAt(one, "subject"));
          if (one.type === "try_statement") {
            const body = childAt(one, "body");
            if (body !== undefined) attempts.push(body);
          }
        }
      }
      continue;
    }
    switch (above.type) {
      case "if_statement":
      case "elif_clause":
      case "while_statement":
      case "match_statement":
        if (below.field !== "condition") {
          add(childAt(above, "condition") ?? childAt(above, "subject"));
        }
        break;
      case "conditional_expression":
        add(namedChildren(above)[1]);
        break;
      case "except_clause":
      case "except_group_clause": {
        const body = above.parent === null ? undefined : childAt(above.parent, "body");
        if (body !== undefined) attempts.push(body);
        break;
      }
      default:
    }
  }
  return { conditions, attempts };
}

function canLeave(statement: SyntaxNode): boolean {
  if (!/^(?:if|for|while|try|match|with)_statement$/u.test(statement.type)) return false;
  return descend(statement, (one) => one.type !== "function_definition").some((one) =>
    /^(?:return|continue|break)_statement$/u.test(one.type),
  );
}

/** The values whose presence a condition wants (`x`, `x is not None`) or whose absence (`not x`). */
export function presenceTests(
  condition: SyntaxNode,
  wanted: "present" | "absent",
): readonly SyntaxNode[] {
  const flipped = wanted === "present" ? "absent" : "present";
  switch (condition.type) {
    case "not_operator":
      return namedChildren(condition).flatMap((one) => presenceTests(one, flipped));
    case "boolean_operator":
      return namedChildren(condition).flatMap((one) => presenceTests(one, wanted));
    case "comparison_operator": {
      const [value, other] = namedChildren(condition);
      if (value === undefined || other?.type !== "none") return [];
      const negative = condition.children.some((one) => one.type === "is not" || one.type === "!=");
      return (wanted === "present") === negative ? [value] : [];
    }
    default:
      return wanted === "present" ? [condition] : [];
  }
}

/** A failure of what stands here is caught, and the function goes on or returns as if all were well. */
export function isSwallowed(
  node: SyntaxNode,
  owner: PythonFunction,
  refuses: (clause: SyntaxNode) => boolean,
): boolean {
  for (let below = node; below !== owner.body && below.parent !== null; below = below.parent) {
    const above = below.parent;
    if (above.type !== "try_statement" || below.field !== "body") continue;
    const clauses = above.children.filter((one) => one.type === "except_clause");
    if (clauses.some((one) => !hasRaise(one) && !refuses(one))) return true;
  }
  return false;
}

function hasRaise(clause: SyntaxNode): boolean {
  return descend(clause).some((one) => one.type === "raise_statement");
}

/** A body that is left to be written: `...`, `pass`, a docstring, `raise NotImplementedError`. */
export function isStub(one: PythonFunction): boolean {
  return namedChildren(one.body).every(
    (statement) =>
      statement.type === "pass_statement" ||
      (statement.type === "expression_statement" &&
        /^(?:string|ellipsis|concatenated_string)$/u.test(statement.children[0]?.type ?? "")) ||
      (statement.type === "raise_statement" &&
        /NotImplemented/u.test(statement.source.slice(statement.start, statement.end))),
  );
}

/** Calls that run when a function runs, in source order. */
export function callsOf(one: PythonFunction): readonly SyntaxNode[] {
  return ownNodes(one.body).filter((node) => node.type === "call");
}

/** A node stands in another one. */
export function isWithin(node: SyntaxNode, outer: SyntaxNode): boolean {
  return node.source === outer.source && outer.start <= node.start && node.end <= outer.end;
}
