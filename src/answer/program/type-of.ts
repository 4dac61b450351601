import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Definition } from "./definition.ts";
import type { ProgramIndex } from "./program-index.ts";
import type { PythonClass, PythonFunction } from "./types.ts";

/** Types of values of types of values: longer chains are cycles. */
const longestChain = 24;

/** What an object is an instance of: a class of the answer, or one known by its name only. */
export type PythonType =
  | PythonClass
  | { readonly kind: "external" | "unbound"; readonly name: string };

/** The class of which a definition's value is an instance, where it can be told. */
export function typeOf(index: ProgramIndex, one: Definition, depth = 0): PythonType | null {
  if (depth > longestChain) return null;
  switch (one.kind) {
    case "value": {
      if (one.annotation !== null && one.node === one.annotation) {
        return typeOfAnnotation(index, one.annotation, depth + 1);
      }
      if (one.through === "assign" || one.through === "with") {
        const type = typeOfExpression(index, one.node, depth + 1);
        if (type !== null) return type;
      }
      return one.annotation === null ? null : typeOfAnnotation(index, one.annotation, depth + 1);
    }
    case "parameter":
      return typeOfParameter(index, one.function, one.parameter, depth);
    default:
      return null;
  }
}

function typeOfParameter(
  index: ProgramIndex,
  fn: PythonFunction,
  parameter: PythonFunction["parameters"][number],
  depth: number,
): PythonType | null {
  if (parameter.annotation !== null) {
    return typeOfAnnotation(index, parameter.annotation, depth + 1);
  }
  if (fn.ownerClass !== null && fn.parameters[0] === parameter && !isStatic(fn)) {
    return fn.ownerClass;
  }
  const value = parameter.defaultValue;
  return value === null ? null : typeOfExpression(index, value, depth + 1);
}

function isStatic(fn: PythonFunction): boolean {
  return fn.decorators.some((one) => textOf(one) === "staticmethod");
}

function typeOfExpression(index: ProgramIndex, node: SyntaxNode, depth: number): PythonType | null {
  if (depth > longestChain) return null;
  if (node.type === "await") {
    const inner = namedChildren(node)[0];
    return inner === undefined ? null : typeOfExpression(index, inner, depth + 1);
  }
  if (node.type === "boolean_operator" || node.type === "conditional_expression") {
    const parts = namedChildren(node).map((one) => typeOfExpression(index, one, depth + 1));
    return parts.find((one) => one !== null) ?? null;
  }
  if (node.type !== "call") {
    if (node.type !== "identifier" && node.type !== "attribute") return null;
    const found = index.resolve(node, depth + 1);
    return found.kind === "value" && found.node === node ? null : typeOf(index, found, depth + 1);
  }
  let callee = childAt(node, "function");
  // `FastAPIUsers[User, int](…)`
  if (callee?.type === "subscript") callee = childAt(callee, "value");
  if (callee === undefined) return null;
  const found = index.resolve(callee, depth + 1);
  switch (found.kind) {
    case "class":
      return found;
    case "external":
      if (found.name === "fastapi.Depends" || found.name === "fastapi.Security") {
        return typeOfDepends(index, node, depth);
      }
      return { kind: found.kind, name: found.name };
    case "unbound":
      return { kind: found.kind, name: found.name };
    case "function":
      return found.returns === null ? null : typeOfAnnotation(index, found.returns, depth + 1);
    default:
      return null;
  }
}

/** `service = Depends(get_service)` is what `get_service` returns. */
function typeOfDepends(index: ProgramIndex, call: SyntaxNode, depth: number): PythonType | null {
  const first = namedChildren(childAt(call, "arguments") ?? call)[0];
  if (first === undefined || first.type === "keyword_argument") return null;
  const target = index.resolve(first, depth + 1);
  if (target.kind === "class") return target;
  if (target.kind !== "function" || target.returns === null) return null;
  return typeOfAnnotation(index, target.returns, depth + 1);
}

/** The class that an annotation names: the first of a union, the first argument of `Annotated`. */
export function typeOfAnnotation(
  index: ProgramIndex,
  node: SyntaxNode,
  depth = 0,
): PythonType | null {
  if (depth > longestChain) return null;
  const inner = namedChildren(node);
  switch (node.type) {
    case "type":
    case "union_type":
      return firstType(index, inner, depth);
    case "binary_operator":
      return firstType(index, inner, depth);
    case "subscript":
    case "generic_type": {
      const head =
        textOf(inner[0] ?? node)
          .split(".")
          .at(-1) ?? "";
      const rest =
        node.type === "generic_type" ? inner.slice(1).flatMap(namedChildren) : inner.slice(1);
      if (
        /^(?:Annotated|Optional|Union|AsyncIterator|AsyncGenerator|Iterator|Generator|AsyncIterable|Awaitable)$/u.test(
          head,
        )
      ) {
        return firstType(index, rest.slice(0, head === "Union" ? undefined : 1), depth);
      }
      return inner[0] === undefined ? null : typeOfAnnotation(index, inner[0], depth + 1);
    }
    case "identifier":
    case "attribute":
    case "member_type":
    case "string": {
      const found = index.resolve(node, depth + 1);
      if (found.kind === "class") return found;
      if (found.kind === "external" || found.kind === "unbound") return found;
      if (found.kind === "value" && found.node !== node) {
        return typeOfAnnotation(index, found.node, depth + 1);
      }
      return null;
    }
    default:
      return null;
  }
}

function firstType(
  index: ProgramIndex,
  nodes: readonly SyntaxNode[],
  depth: number,
): PythonType | null {
  for (const node of nodes) {
    const type = node.type === "none" ? null : typeOfAnnotation(index, node, depth + 1);
    if (type !== null) return type;
  }
  return null;
}
