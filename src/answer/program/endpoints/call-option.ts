import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { readStringLiteral } from "../../python/string-literal.ts";
import { keywordArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";

/** What a call says of an option: a value, nothing, or something that cannot be seen. */
export type CallOption =
  | { readonly kind: "given"; readonly value: SyntaxNode }
  | { readonly kind: "none" }
  | { readonly kind: "hidden" };

/**
 * A keyword argument of a call, also out of `**options`. What is given as `None`, `""` or `[]`
 * counts as nothing.
 */
export function optionOf(program: Program, call: SyntaxNode, name: string): CallOption {
  const own = keywordArguments(call).get(name);
  if (own !== undefined) return given(program, own);
  let hidden = false;
  for (const one of namedChildren(childAt(call, "arguments") ?? call)) {
    if (one.type !== "dictionary_splat") continue;
    const inner = namedChildren(one)[0];
    const found = inner === undefined ? null : valueOf(program, inner);
    if (found === null || !/^(?:dictionary|call)$/u.test(found.type)) {
      hidden = true;
      continue;
    }
    const entry = found.type === "call" ? keywordArguments(found).get(name) : entryOf(found, name);
    if (entry !== undefined) return given(program, entry);
  }
  return { kind: hidden ? "hidden" : "none" };
}

function given(program: Program, node: SyntaxNode): CallOption {
  const value = valueOf(program, node);
  const isNothing =
    value.type === "none" ||
    (/^(?:list|tuple|set)$/u.test(value.type) && namedChildren(value).length === 0) ||
    readStringLiteral(value)?.trim() === "";
  return isNothing ? { kind: "none" } : { kind: "given", value };
}

/** The expression for which a name stands; any other expression is itself. */
export function valueOf(program: Program, node: SyntaxNode): SyntaxNode {
  const found = /^(?:identifier|attribute)$/u.test(node.type) ? program.resolve(node) : null;
  return found?.kind === "value" && found.through === "assign" ? found.node : node;
}

function entryOf(dictionary: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const pair of namedChildren(dictionary)) {
    const [key, value] = [childAt(pair, "key"), childAt(pair, "value")];
    if (key !== undefined && readStringLiteral(key) === name) return value;
  }
  return undefined;
}

/** `True` or `False` where an option writes it out; null anywhere else. */
export function flagOf(program: Program, call: SyntaxNode, name: string): boolean | null {
  const option = optionOf(program, call, name);
  if (option.kind !== "given") return null;
  const text = textOf(option.value);
  return text === "True" ? true : text === "False" ? false : null;
}
