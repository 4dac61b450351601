import { descend } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";

export interface Comparison {
  readonly left: SyntaxNode;
  /** As it is written: `==`, `!=`, `in`, `not in`, `is`, `is not`, `<`, `>=`… */
  readonly operator: string;
  readonly right: SyntaxNode;
}

/** All comparisons below a node; a chain `a == b == c` gives each pair, first with last included. */
export function comparisonsIn(node: SyntaxNode): readonly Comparison[] {
  const result: Comparison[] = [];
  for (const one of descend(node)) {
    if (one.type !== "comparison_operator") continue;
    const operands: SyntaxNode[] = [];
    const operators: string[] = [];
    for (const child of one.children) {
      if (child.field === "operators" || !child.named) operators.push(child.type);
      else if (child.type !== "comment") operands.push(child);
    }
    for (let at = 0; at + 1 < operands.length; at += 1) {
      const [left, right] = [operands[at], operands[at + 1]];
      if (left === undefined || right === undefined) continue;
      if (isNegated(one)) continue;
      result.push({ left, operator: operators[at] ?? "==", right });
    }
    const [first, last] = [operands[0], operands.at(-1)];
    if (
      operands.length > 2 &&
      first !== undefined &&
      last !== undefined &&
      operators.every((text) => text === "==")
    ) {
      result.push({ left: first, operator: "==", right: last });
    }
  }
  return result;
}

/** `not (a == b)` */
function isNegated(node: SyntaxNode): boolean {
  return node.parent?.type === "not_operator";
}
