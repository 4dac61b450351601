import { childAt, enclosing, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import { positionalArguments } from "../arguments.ts";
import type { Program } from "../build-program.ts";
import { ownNodes, returnedExpressions } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { unwrap } from "./absence.ts";
import { calledAt } from "./reached-from-endpoints.ts";

const fetchers =
  /^(?:first|one_or_none|scalar_one_or_none|fetchone|fetchrow|fetch_one|fetch_row|find_one|get_or_none|find_by_id)$/u;
/** Results that are there whatever the key: aggregates, existence, what an insert returns. */
const alwaysThere =
  /\bfunc\.|\bcount\(|\bexists\(|\binsert\(|\bINSERT INTO\b|\bCOUNT\(|\btext\(\s*["']SELECT 1/u;
/** The only key is of an object that was loaded before: the signed-in user's own row. */
const ownKey = /^[^=]*(?:==\s*)?(?<![\w.])(?:current_)?(?:user|principal|identity)\.\w*id\b[^=]*$/u;

/**
 * Whether a call of a library fetches by a key something that may not be there: `session.get(Post,
 * id)`, `….scalar_one_or_none()`, `.first()`, `fetchrow(…)`, `USERS.get(name)`.
 */
export function fetchesByKey(program: Program, fn: PythonFunction, call: SyntaxNode): boolean {
  const callee = childAt(call, "function");
  if (callee?.type !== "attribute") return false;
  const method = textOf(childAt(callee, "attribute") ?? callee);
  const given = positionalArguments(call);
  if (method === "get" && given.length === 2 && isModelClass(program, given[0])) {
    const key = given[1] ?? call;
    return !ownKey.test(textOf(key)) && !isForeignKeyOfRow(program, fn, key);
  }
  if (method === "get") return given.length === 1 && isTable(program, callee);
  if (!fetchers.test(method) && method !== "scalar") return false;
  const words = textOf(call) + statementBehind(program, fn, call);
  if (method === "scalar" && !/\bselect\(|\.returning\(/u.test(words)) return false;
  return isKeyed(words) && !alwaysThere.test(words) && !ownKey.test(words);
}

/** `order.customer_id` of an order that was loaded before: the database holds that the customer is there. */
function isForeignKeyOfRow(program: Program, fn: PythonFunction, key: SyntaxNode): boolean {
  const row = key.type === "attribute" ? childAt(key, "object") : undefined;
  if (row?.type !== "identifier" || !/\.\w+_id$/u.test(textOf(key))) return false;
  const found = program.resolve(row);
  if (found.kind !== "value" || program.functionAround(found.node) !== fn) return false;
  const loaded = unwrap(found.node);
  return loaded.type === "call" && loaded.end < key.start && fetchesByKey(program, fn, loaded);
}

/** The statement that is executed may be bound to a name before, or made by a function. */
export function statementBehind(program: Program, fn: PythonFunction, call: SyntaxNode): string {
  let text = "";
  const seen = new Set<SyntaxNode>();
  const stack: SyntaxNode[] = [call];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    stack.push(...node.children);
    const isName = node.type === "identifier" && node.field !== "attribute";
    if (!isName && !(node.type === "attribute" && /^self\.\w+$/u.test(textOf(node)))) continue;
    const found = program.resolve(node);
    if (found.kind === "function") {
      for (const value of returnedExpressions(found)) text += ` ${textOf(value)}`;
    }
    const isLocal =
      found.kind === "value" &&
      found.through === "assign" &&
      program.functionAround(found.node) === fn;
    if (!isLocal || seen.has(found.node) || found.node.end > call.start) continue;
    seen.add(found.node);
    text += ` ${textOf(found.node)}`;
    stack.push(found.node);
  }
  return text;
}

/** The query asks for something in particular. */
function isKeyed(words: string): boolean {
  return /\.where\(|\.filter(?:_by)?\(|\bWHERE\b|\bget_or_none\(|\bfind_(?:one|by_id)\(|\.get\(/u.test(
    words,
  );
}

function isModelClass(program: Program, node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  const last = textOf(node).split(".").at(-1) ?? "";
  return (
    program.resolve(node).kind === "class" || (/^[A-Z]\w*$/u.test(last) && /[a-z]/u.test(last))
  );
}

/** `USERS.get(key)`: a dictionary of the module, one made of rows, or what a function gives as one. */
function isTable(program: Program, callee: SyntaxNode): boolean {
  const object = childAt(callee, "object");
  if (object?.type !== "identifier") return false;
  const found = program.resolve(object);
  if (found.kind !== "value" || found.through !== "assign") return false;
  const made = unwrap(found.node);
  if (made.type === "dictionary_comprehension") return true;
  if (made.type === "call" && program.functionAround(found.node) !== null) {
    const [maker] = program.calleesAt(made);
    return (
      maker?.kind === "function" && maker.returns !== null && /^dict\b/u.test(textOf(maker.returns))
    );
  }
  if (program.functionAround(found.node) !== null) return false;
  return made.type === "dictionary" || textOf(made).startsWith("dict(");
}

/** A call before has asked for the same key and raises where there is nothing. */
export function isCheckedBefore(program: Program, fn: PythonFunction, fetch: SyntaxNode): boolean {
  const keys = keysOf(fetch);
  for (const node of ownNodes(fn.body)) {
    if (node.type !== "call" || node.end > fetch.start || !runsBefore(node, fetch)) continue;
    if (!keysOf(node).some((key) => keys.includes(key))) continue;
    const callee =
      textOf(childAt(node, "function") ?? node)
        .split(".")
        .at(-1) ?? "";
    if (/^_?(?:ensure|require|assert|check|verify|must)_/u.test(callee)) return true;
    const raises = calledAt(program, node).some((one) =>
      ownNodes(one.body).some((inner) => inner.type === "raise_statement"),
    );
    if (raises) return true;
  }
  return false;
}

/** It stands in the same block as the fetch, or in one around it: no branch passes it by. */
function runsBefore(earlier: SyntaxNode, fetch: SyntaxNode): boolean {
  const block = enclosing(earlier, "block");
  return block !== undefined && block.start <= fetch.start && fetch.end <= block.end;
}

function keysOf(call: SyntaxNode): readonly string[] {
  return positionalArguments(call)
    .filter((one) => one.type === "identifier" || one.type === "attribute")
    .map(textOf)
    .filter((text) => /id$|key$|code$|slug$|name$|email$/iu.test(text));
}
