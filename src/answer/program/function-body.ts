import { descend, namedChildren } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import type { PythonFunction } from "./types.ts";

const known = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();

/**
 * The nodes that run when a function runs: nested functions and classes are passed over. Every
 * question of the model starts here, so they are kept.
 */
export function ownNodes(body: SyntaxNode): readonly SyntaxNode[] {
  const kept = known.get(body);
  if (kept !== undefined) return kept;
  const nodes: SyntaxNode[] = [];
  for (const node of descend(body, (one) => one === body || !isDefinition(one))) {
    if (node === body || !isDefinition(node)) nodes.push(node);
  }
  known.set(body, nodes);
  return nodes;
}

function isDefinition(node: SyntaxNode): boolean {
  return node.type === "function_definition" || node.type === "class_definition";
}

/** The expressions that a function returns, in source order. */
export function returnedExpressions(one: PythonFunction): readonly SyntaxNode[] {
  return ownNodes(one.body)
    .filter((node) => node.type === "return_statement")
    .flatMap((node) => namedChildren(node).slice(0, 1));
}
