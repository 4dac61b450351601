import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { readStringLiteral } from "../python/string-literal.ts";
import type { ProgramIndex } from "./program-index.ts";
import { resolve } from "./resolve.ts";

/** Stands for a part of a text that the code does not tell. */
export const unknownPart = "…";

const deepest = 8;

/**
 * The text of an expression, through names, `+` and f-strings; `…` stands for parts that the code
 * does not tell. Null where it is no text at all, as far as one can see.
 */
export function constantText(index: ProgramIndex, node: SyntaxNode, depth = 0): string | null {
  if (depth > deepest) return null;
  const literal = readStringLiteral(node);
  if (literal !== null) return literal;
  switch (node.type) {
    case "string":
      return interpolated(index, node, depth);
    case "binary_operator": {
      const [left, right] = [childAt(node, "left"), childAt(node, "right")];
      if (left === undefined || right === undefined) return null;
      const parts = [left, right].map((one) => constantText(index, one, depth + 1));
      return parts.every((one) => one === null)
        ? null
        : parts.map((one) => one ?? unknownPart).join("");
    }
    case "identifier":
    case "attribute": {
      const found = resolve(index, node);
      if (found.kind !== "value" || found.node === node) return null;
      return constantText(index, found.node, depth + 1);
    }
    default:
      return null;
  }
}

function interpolated(index: ProgramIndex, node: SyntaxNode, depth: number): string {
  return namedChildren(node)
    .map((part) => {
      if (part.type === "string_content") return textOf(part);
      if (part.type !== "interpolation") return "";
      const inner = childAt(part, "expression") ?? namedChildren(part)[0];
      return (inner && constantText(index, inner, depth + 1)) ?? unknownPart;
    })
    .join("");
}

/** The elements of a list, tuple or set expression, through names, `+` and `*splats`. */
export function elementsOf(
  index: ProgramIndex,
  node: SyntaxNode,
  depth = 0,
): readonly SyntaxNode[] {
  if (depth > deepest) return [];
  switch (node.type) {
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return namedChildren(node).flatMap((one) => {
        const inner = one.type === "list_splat" ? namedChildren(one)[0] : undefined;
        return inner === undefined ? [one] : elementsOf(index, inner, depth + 1);
      });
    case "binary_operator":
    case "boolean_operator":
      return namedChildren(node).flatMap((one) => elementsOf(index, one, depth + 1));
    case "conditional_expression": {
      const [yes, , no] = namedChildren(node);
      return [yes, no].flatMap((one) =>
        one === undefined ? [] : elementsOf(index, one, depth + 1),
      );
    }
    case "call": {
      const callee = childAt(node, "function");
      const found = callee === undefined ? null : resolve(index, callee);
      if (
        found?.kind === "external" &&
        /^builtins\.(?:list|tuple|set|frozenset|sorted)$/u.test(found.name)
      ) {
        const inner = namedChildren(childAt(node, "arguments") ?? node)[0];
        return inner === undefined ? [] : elementsOf(index, inner, depth + 1);
      }
      return [];
    }
    case "identifier":
    case "attribute": {
      const found = resolve(index, node);
      if (found.kind !== "value" || found.node === node || found.through !== "assign") return [];
      return elementsOf(index, found.node, depth + 1);
    }
    default:
      return [];
  }
}
