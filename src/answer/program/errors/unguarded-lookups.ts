import { childAt, enclosing, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { shortText } from "./error-status.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/**
 * `ITEMS[item_id]` of a dictionary of the module by a key of the path, where nothing before has
 * asked for the key and nothing in the implementation knows of `KeyError`.
 */
export function findUnguardedLookups(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  const knowsOfIt = program.modules.some(
    (one) => one.role === "implementation" && /\b(?:Key|Lookup)Error\b/u.test(one.file.text),
  );
  if (knowsOfIt) return [];
  return [...reached].flatMap(([fn, endpoints]) => {
    const keys = pathParametersOf(fn, [...endpoints]);
    if (keys.length === 0) return [];
    return ownNodes(fn.body).flatMap((node): readonly ErrorDefect[] => {
      if (!looksUp(program, fn, node, keys)) return [];
      const words = `${shortText(node)} raises where there is nothing, and nothing maps it`;
      return [{ kind: "missing-not-found", module: fn.module, node, function: fn, words }];
    });
  });
}

function pathParametersOf(fn: PythonFunction, endpoints: readonly Endpoint[]): readonly string[] {
  const own = endpoints.filter((one) => one.handler === fn);
  const named = own.flatMap((one) =>
    [...(one.chains[0]?.path ?? one.path).matchAll(/\{(\w+)/gu)].map((match) => match[1] ?? ""),
  );
  return fn.parameters.map((one) => one.name).filter((name) => named.includes(name));
}

function looksUp(
  program: Program,
  fn: PythonFunction,
  node: SyntaxNode,
  keys: readonly string[],
): boolean {
  if (node.type !== "subscript" || isStored(node)) return false;
  const [table, key] = [childAt(node, "value"), childAt(node, "subscript")];
  if (table?.type !== "identifier" || key?.type !== "identifier") return false;
  if (!keys.includes(textOf(key)) || enclosing(node, "try_statement") !== undefined) return false;
  const found = program.resolve(table);
  if (found.kind !== "value" || program.functionAround(found.node) !== null) return false;
  if (!/^(?:dictionary|dictionary_comprehension)$/u.test(found.node.type)) {
    if (!textOf(found.node).startsWith("dict(")) return false;
  }
  // Any other word of the key, of a helper or a condition, may have refused it.
  const [first] = fn.body.children;
  const isDocstring =
    first?.type === "expression_statement" && first.children[0]?.type === "string";
  const before = fn.body.source.slice(isDocstring ? first.end : fn.body.start, node.start);
  return !new RegExp(`\\b${textOf(key)}\\b`, "u").test(before);
}

/** `ITEMS[item_id] = …` */
function isStored(node: SyntaxNode): boolean {
  const { parent } = node;
  return parent?.type === "assignment" && namedChildren(parent)[0] === node;
}
