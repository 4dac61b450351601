import { childAt, namedChildren } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { Parameter } from "../types.ts";

/** Where FastAPI takes a parameter from, as far as it is written: `Body()`, `Annotated[…, Form()]`. */
export type ParameterSource =
  | "Body"
  | "Form"
  | "File"
  | "Query"
  | "Path"
  | "Header"
  | "Cookie"
  | "Depends"
  | "Security";

const deepest = 8;

export function writtenSourceOf(program: Program, parameter: Parameter): ParameterSource | null {
  return (
    (parameter.defaultValue === null ? null : markerOf(program, parameter.defaultValue, 0)) ??
    (parameter.annotation === null ? null : markerIn(program, parameter.annotation, 0))
  );
}

function markerOf(program: Program, node: SyntaxNode, depth: number): ParameterSource | null {
  if (depth > deepest) return null;
  if (node.type === "call") {
    const callee = childAt(node, "function");
    const found = callee === undefined ? null : program.resolve(callee);
    const name = found?.kind === "external" || found?.kind === "unbound" ? found.name : "";
    const last = name.split(".").at(-1) ?? "";
    return /^(?:Body|Form|File|Query|Path|Header|Cookie|Depends|Security)$/u.test(last)
      ? (last as ParameterSource)
      : null;
  }
  if (node.type !== "identifier" && node.type !== "attribute") return null;
  const found = program.resolve(node);
  return found.kind === "value" && found.node !== node
    ? markerOf(program, found.node, depth + 1)
    : null;
}

/** The marker in `Annotated[T, marker]`, nested or behind a name. */
function markerIn(program: Program, node: SyntaxNode, depth: number): ParameterSource | null {
  if (depth > deepest) return null;
  const first = (nodes: readonly SyntaxNode[]): ParameterSource | null => {
    for (const one of nodes) {
      const marker = markerOf(program, one, depth + 1) ?? markerIn(program, one, depth + 1);
      if (marker !== null) return marker;
    }
    return null;
  };
  switch (node.type) {
    case "type":
    case "union_type":
    case "binary_operator":
      return first(namedChildren(node));
    case "subscript":
      return first(namedChildren(node).slice(1));
    case "generic_type":
      return first(namedChildren(node).slice(1).flatMap(namedChildren));
    case "identifier":
    case "attribute":
    case "member_type": {
      const found = program.resolve(node);
      return found.kind === "value" && found.node !== node
        ? markerIn(program, found.node, depth + 1)
        : null;
    }
    default:
      return null;
  }
}
