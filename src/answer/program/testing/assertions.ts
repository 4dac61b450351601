import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";
import { isConstant, isVacuous } from "./constant-expression.ts";

/** A place where a test can fail by its outcome. */
export interface Assertion {
  readonly kind: "condition" | "raises" | "call";
  readonly node: SyntaxNode;
  /** What must hold: one expression, or the arguments of an assertion function. */
  readonly parts: readonly SyntaxNode[];
  /** Name of the assertion function: `assertEqual`, `assert_called_once_with`; "" for `assert`. */
  readonly by: string;
}

/** The assertions of a body that depend on an outcome: those of constants alone are none. */
export function readAssertions(program: Program, fn: PythonFunction): readonly Assertion[] {
  const result: Assertion[] = [];
  for (const node of descend(fn.body)) {
    const found = readAssertion(program, node);
    if (found !== null && !assertsNothing(program, found, fn)) result.push(found);
  }
  return result;
}

function readAssertion(program: Program, node: SyntaxNode): Assertion | null {
  if (node.type === "assert_statement") {
    return { kind: "condition", node, parts: namedChildren(node).slice(0, 1), by: "" };
  }
  if (node.type !== "call") return null;
  const callee = childAt(node, "function");
  if (callee === undefined) return null;
  const by = textOf(
    callee.type === "attribute" ? (childAt(callee, "attribute") ?? callee) : callee,
  );
  const parts = namedChildren(childAt(node, "arguments") ?? node);
  if (/^(?:raises|assertRaises|assertRaisesRegex|RaisesGroup|RaisesExc)$/u.test(by)) {
    return { kind: "raises", node, parts: [], by };
  }
  if (
    by === "raise_for_status" ||
    /^(?:pytest\.fail|self\.fail|call_and_validate)$/u.test(textOf(callee))
  ) {
    return { kind: "call", node, parts: [callee], by };
  }
  if (callee.type === "attribute" && /^assert(?:[A-Z_]|$)/u.test(by)) {
    return { kind: "call", node, parts: [callee, ...parts], by };
  }
  if (callee.type !== "identifier" || !/^(?:assert|expect|check|verify|ensure)(?:_|$)/u.test(by)) {
    return null;
  }
  // A helper that is shown is judged by the assertions in it.
  const found = program.resolve(callee);
  const isShown = found.kind === "function" || found.kind === "class";
  const asserts =
    /^(?:assert|expect)/u.test(by) ||
    /(?:^|\.)(?:tests?|conftest)\./u.test("name" in found ? (found.name ?? "") : "");
  return isShown || !asserts ? null : { kind: "call", node, parts, by };
}

function assertsNothing(program: Program, one: Assertion, fn: PythonFunction): boolean {
  const isFixed = (part: SyntaxNode): boolean => isConstant(program, part, fn);
  const isEmpty = (part: SyntaxNode): boolean => isFixed(part) || isVacuous(program, part, fn);
  if (one.kind === "raises") return false;
  if (one.kind === "condition") return one.parts.every(isEmpty);
  if (/^(?:raise_for_status|fail|call_and_validate)$/u.test(one.by)) return false;
  // `mock.assert_called_once()` asserts on the mock itself.
  const callee = childAt(one.node, "function");
  if (callee?.type === "attribute" && one.by.startsWith("assert_")) return false;
  const asserted = namedChildren(childAt(one.node, "arguments") ?? one.node).map((part) =>
    part.type === "keyword_argument" ? (childAt(part, "value") ?? part) : part,
  );
  return /^assert(?:IsNotNone|True)$/u.test(one.by)
    ? asserted.slice(0, 1).every(isEmpty)
    : asserted.every(isFixed);
}
