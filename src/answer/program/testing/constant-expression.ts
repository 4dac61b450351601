import { childAt, descend, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { isStatusConstant } from "../status-code.ts";
import type { PythonFunction } from "../types.ts";
import { isHttpCall } from "./code-under-test.ts";
import { valueSources } from "./value-sources.ts";

const literals =
  /^(?:integer|float|true|false|none|ellipsis|string_start|string_content|string_end|escape_sequence)$/u;
const composites =
  /^(?:string|concatenated_string|interpolation|list|tuple|set|dictionary|pair|expression_list|unary_operator|not_operator|boolean_operator|binary_operator|comparison_operator|conditional_expression)$/u;
const builtins =
  /^(?:abs|all|any|bool|dict|float|int|isinstance|len|list|max|min|range|repr|round|set|sorted|str|sum|tuple|type|object|bytes)$/u;
const deepest = 6;

/**
 * Whether an expression has the same value whatever the code under test does: literals, what is
 * computed from them, names that stand for them, and the values of `parametrize`.
 */
export function isConstant(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  depth = 0,
): boolean {
  if (depth > deepest) return false;
  if (literals.test(node.type)) return true;
  if (composites.test(node.type)) {
    if (node.type === "boolean_operator" && alwaysHolds(node)) return true;
    if (node.type === "comparison_operator" && comparesWithItself(node)) return true;
    return namedChildren(node).every((child) => isConstant(program, child, fn, depth));
  }
  switch (node.type) {
    case "identifier":
      return builtins.test(textOf(node)) || isConstantName(program, node, fn, depth);
    case "attribute": {
      if (isStatusConstant(node)) return true;
      return false;
    }
    case "subscript":
      return namedChildren(node).every((child) => isConstant(program, child, fn, depth));
    case "call": {
      const callee = childAt(node, "function");
      const given = namedChildren(childAt(node, "arguments") ?? node);
      if (callee === undefined) return false;
      const isPlain = callee.type === "identifier" && builtins.test(textOf(callee));
      const object = childAt(callee, "object");
      const isMethod = object !== undefined && isConstant(program, object, fn, depth + 1);
      return (isPlain || isMethod) && given.every((one) => isConstant(program, one, fn, depth + 1));
    }
    default:
      return false;
  }
}

/** `… or True` */
function alwaysHolds(node: SyntaxNode): boolean {
  return (
    node.children.some((child) => child.type === "or") &&
    namedChildren(node).some((child) => child.type === "true")
  );
}

/** `x == x`: the same words on both sides, without a call that might differ. */
function comparesWithItself(node: SyntaxNode): boolean {
  const [left, right, ...more] = namedChildren(node);
  if (left === undefined || right === undefined || more.length > 0) return false;
  if (textOf(left) !== textOf(right) || !node.children.some((child) => child.type === "==")) {
    return false;
  }
  for (const below of descend(left)) if (below.type === "call") return false;
  return true;
}

function isConstantName(
  program: Program,
  node: SyntaxNode,
  fn: PythonFunction,
  depth: number,
): boolean {
  const name = textOf(node);
  const sources = valueSources(program, node, fn);
  if (sources.length === 0) return false;
  return sources.every((source) => {
    if (source.from === "parametrize") return isConstant(program, source.node, fn, depth + 1);
    if (source.from === "default") return isConstant(program, source.node, fn, depth + 1);
    // Only the statement that binds may touch it: a list is filled, a flag is set elsewhere.
    if (isContainer(source.node) && isTouched(name, fn)) return false;
    return isConstant(program, source.node, fn, depth + 1);
  });
}

function isContainer(node: SyntaxNode): boolean {
  return /^(?:list|dictionary|set|call)$/u.test(node.type);
}

/** The name is used elsewhere than where it is bound and in assertions. */
function isTouched(name: string, fn: PythonFunction): boolean {
  for (const node of descend(fn.body, (one) => one.type !== "assert_statement")) {
    if (node.type !== "identifier" || textOf(node) !== name) continue;
    if (node.field === "left" || node.field === "attribute") continue;
    if (node.field === "name" && node.parent?.type === "keyword_argument") continue;
    return true;
  }
  return false;
}

/**
 * Holds for whatever response comes: `assert response`, `assert response is not None`,
 * `assert response.status_code`.
 */
export function isVacuous(program: Program, condition: SyntaxNode, fn: PythonFunction): boolean {
  const subject = truthOf(condition);
  if (subject === null) return false;
  if (subject.type === "attribute") {
    return textOf(childAt(subject, "attribute") ?? subject) === "status_code";
  }
  if (subject.type === "call") return isHttpCall(program, subject);
  if (subject.type !== "identifier") return false;
  const name = textOf(subject);
  const sources = valueSources(program, subject, fn);
  if (sources.length === 0) return /^(?:\w*client|app)$/iu.test(name);
  return sources.every(({ node }) => {
    const inner = node.type === "await" ? (namedChildren(node)[0] ?? node) : node;
    return inner.type === "call" && isHttpCall(program, inner);
  });
}

/** What a condition only asks to be there: `x`, `x is not None`, `x != None`, `(x)`. */
function truthOf(condition: SyntaxNode): SyntaxNode | null {
  if (condition.type === "await") {
    const inner = namedChildren(condition)[0];
    return inner === undefined ? null : truthOf(inner);
  }
  if (condition.type !== "comparison_operator") return condition;
  const [left, right, ...more] = namedChildren(condition);
  if (left === undefined || right?.type !== "none" || more.length > 0) return null;
  return condition.children.some((child) => child.type === "is not" || child.type === "!=")
    ? left
    : null;
}
