import { namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { ownNodes } from "./function-body.ts";
import type { PythonFunction } from "./types.ts";

const decisions =
  /^(?:if_statement|elif_clause|conditional_expression|match_statement|for_statement|while_statement|except_clause|except_group_clause|raise_statement|assert_statement|comparison_operator|boolean_operator|not_operator|augmented_assignment|list_comprehension|dictionary_comprehension|set_comprehension|generator_expression)$/u;

/**
 * Whether a function does more than to hand something on. Logic is a branch, loop, comparison,
 * computation or raise, a call made for its effect, and a result computed from the parameters by
 * a call. None are constants, attributes, objects made without arguments of the caller's, and
 * plumbing: a generator that opens, yields and closes (sessions, lifespans).
 */
export function hasLogic(one: PythonFunction): boolean {
  const nodes = [...ownNodes(one.body)];
  if (nodes.some((node) => decisions.test(node.type) || isArithmetic(node))) return true;
  if (nodes.some((node) => node.type === "yield")) return false;
  if (/^__(?:repr|str|init|hash)__$/u.test(one.name)) return false;
  const names = new Set(one.parameters.map((parameter) => parameter.name));
  names.delete("self");
  names.delete("cls");
  return nodes.some((node) => isEffect(node) || isComputedFrom(names, node));
}

/** Numbers and strings are computed with; `A | B` and `Path / name` are not told apart from it. */
function isArithmetic(node: SyntaxNode): boolean {
  return node.type === "binary_operator" && !node.children.some((child) => child.type === "|");
}

/** A call whose result is thrown away is made for its effect. */
function isEffect(node: SyntaxNode): boolean {
  if (node.type !== "expression_statement") return false;
  const [first] = namedChildren(node);
  const call = first?.type === "await" ? namedChildren(first)[0] : first;
  return call?.type === "call";
}

/** `return context.hash(password)`, but not `return Token(value)`. */
function isComputedFrom(names: ReadonlySet<string>, node: SyntaxNode): boolean {
  if (node.type !== "return_statement") return false;
  let value = namedChildren(node)[0];
  if (value?.type === "await") value = namedChildren(value)[0];
  if (value?.type !== "call") return false;
  const [callee, given] = value.children;
  if (callee === undefined || given === undefined) return false;
  const last = textOf(callee).split(".").at(-1) ?? "";
  if (/^[A-Z]/u.test(last)) return false;
  return [...textOf(given).matchAll(/[A-Za-z_]\w*/gu)].some((match) => names.has(match[0]));
}
