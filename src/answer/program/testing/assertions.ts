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
  switch (one.kind) {
    case "raises":
      return false;
    case "condition":
      return one.parts.every(
        (part) => isConstant(program, part, fn) || isVacuous(program, part, fn),
      );
    case "call": {
      if (one.by === "raise_for_status" || one.by === "fail" || one.by === "call_and_validate")
        {return false;}
      const callee = childAt(one.node, "function");
      const object = callee === undefined ? undefined : childAt(callee, "object");
      // `mock.assert_called_once()` asserts on the mock itself.
      if (object !== undefined && one.by.startsWith('assert_')) return false;
      const given = namedChildren(childAt(one.node, "arguments") ?? one.node);
      const asserted = given.map((part) =>
        part.type === "keyword_argument" ? (childAt(part, "value") ?? part) : part,
      );
      if (/^assert(?:IsNotNone|True)$/u.test(one.by)) {
        return asserted
          .slice(0, 1)
          .every((part) => isConstant(program, part, fn) || isVacuous(program, part, fn));
      }
      return asserted.every((part) => isConstant(program, part, fn));
    }
  }
}
