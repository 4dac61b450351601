import type { SyntaxNode } from "../../../python/syntax-tree.ts";

const branching =
  /^(?:if_statement|elif_clause|else_clause|for_statement|while_statement|conditional_expression|match_statement|case_clause)$/u;

/**
 * What decides whether a place runs once another one has run: the outermost branch or loop around
 * it that does not hold the other one too. Null: nothing does.
 */
export function conditionAround(node: SyntaxNode, base: SyntaxNode): SyntaxNode | null {
  let result: SyntaxNode | null = null;
  let below: SyntaxNode = node;
  for (let above = node.parent; above !== null; below = above, above = above.parent) {
    if (above.type === "function_definition" || above.type === "lambda") break;
    if (above.start <= base.start && base.end <= above.end && above.source === base.source) break;
    if (branching.test(above.type) && below.field !== "condition") result = branchOf(above, below);
  }
  return result;
}

/** The two arms of one `if` are two conditions. */
function branchOf(above: SyntaxNode, below: SyntaxNode): SyntaxNode {
  return below.type === "block" || above.type.endsWith("_expression") ? below : above;
}
