import { descend, namedChildren } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { PythonFunction } from "./types.ts";

/** The nodes that run when a function runs: nested functions and classes are passed over. */
export function* ownNodes(body: SyntaxNode): Generator<SyntaxNode> {
  for (const node of descend(body, (one) => one === body || !isDefinition(one))) {
    if (node !== body && isDefinition(node)) continue;
    yield node;
  }
}

function isDefinition(node: SyntaxNode): boolean {
  return node.type === "function_definition" || node.type === "class_definition";
}

/** The expressions that a function returns, in source order. */
export function returnedExpressions(one: PythonFunction): readonly SyntaxNode[] {
  return [...ownNodes(one.body)]
    .filter((node) => node.type === "return_statement")
    .flatMap((node) => namedChildren(node).slice(0, 1));
}
