import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";

/** Positional arguments of a call, in order; splats count as they stand. */
export function positionalArguments(call: SyntaxNode): readonly SyntaxNode[] {
  const list = childAt(call, "arguments");
  if (list === undefined) return [];
  if (list.type !== "argument_list") return [list];
  return namedChildren(list).filter((one) => one.type !== "keyword_argument");
}

/** Keyword arguments of a call by name. */
export function keywordArguments(call: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const list = childAt(call, "arguments");
  const result = new Map<string, SyntaxNode>();
  for (const one of list === undefined ? [] : namedChildren(list)) {
    if (one.type !== "keyword_argument") continue;
    const [name, value] = [childAt(one, "name"), childAt(one, "value")];
    if (name !== undefined && value !== undefined) result.set(textOf(name), value);
  }
  return result;
}

export function firstArgument(call: SyntaxNode): SyntaxNode | undefined {
  return positionalArguments(call)[0];
}

/** An argument by its keyword, else by its 0-based position. */
export function argumentAt(
  call: SyntaxNode,
  name: string,
  position: number,
): SyntaxNode | undefined {
  return keywordArguments(call).get(name) ?? positionalArguments(call)[position];
}
