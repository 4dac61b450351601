import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { Parameter } from "./types.ts";

/** The parameters of a `parameters` node in source order, separators (`/`, `*`) apart. */
export function readParameters(parameters: SyntaxNode | undefined): readonly Parameter[] {
  if (parameters === undefined) return [];
  const nodes = namedChildren(parameters);
  const slash = nodes.findIndex((node) => node.type === "positional_separator");
  const result: Parameter[] = [];
  let keywordOnly = false;
  nodes.forEach((node, index) => {
    if (node.type === "keyword_separator") keywordOnly = true;
    const parameter = readParameter(node);
    if (parameter === null) return;
    if (parameter.kind !== "plain") keywordOnly ||= parameter.kind === "args";
    else if (keywordOnly) parameter.kind = "keyword-only";
    else if (index < slash) parameter.kind = "positional-only";
    result.push(parameter);
  });
  return result;
}

function readParameter(
  node: SyntaxNode,
): { -readonly [K in keyof Parameter]: Parameter[K] } | null {
  switch (node.type) {
    case "identifier":
      return draft(node, node);
    case "default_parameter":
    case "typed_default_parameter":
      return draft(node, childAt(node, "name"));
    case "typed_parameter":
    case "list_splat_pattern":
    case "dictionary_splat_pattern":
      return draft(node, node.type === "typed_parameter" ? node.children[0] : node);
    default:
      return null;
  }
}

function draft(
  node: SyntaxNode,
  target: SyntaxNode | undefined,
): { -readonly [K in keyof Parameter]: Parameter[K] } | null {
  if (target === undefined) return null;
  const splat = target.type === "list_splat_pattern" || target.type === "dictionary_splat_pattern";
  return {
    name: textOf(splat ? (namedChildren(target)[0] ?? target) : target),
    kind: target.type === "list_splat_pattern" ? "args" : splat ? "kwargs" : "plain",
    annotation: childAt(node, "type") ?? null,
    defaultValue: childAt(node, "value") ?? null,
    node,
  };
}
