import { namedChildren } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";

/** The elements of a list, tuple, set or dictionary (its values), through names. */
export function elementsOfValue(
  program: Program,
  node: SyntaxNode,
  depth = 0,
): readonly SyntaxNode[] {
  if (depth > 6) return [];
  switch (node.type) {
    case "list":
    case "tuple":
    case "set":
    case "expression_list":
      return namedChildren(node);
    case "dictionary":
      return namedChildren(node).flatMap((one) =>
        one.type === "pair" ? (one.children.find((child) => child.field === "value") ?? []) : [],
      );
    case "identifier":
    case "attribute": {
      const found = program.resolve(node);
      return found.kind === "value" && found.node !== node && found.through === "assign"
        ? elementsOfValue(program, found.node, depth + 1)
        : [];
    }
    default:
      return [];
  }
}
