import { childAt, enclosing, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { shortText } from "./error-status.ts";
import { statementBehind } from "./fetch-expression.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

const raising = /^(?:one|scalar_one|get_one)$/u;

/**
 * `.one()` and `.scalar_one()` by a key of the path, where nothing in the implementation knows of
 * `NoResultFound`: what is not there is a 500.
 */
export function findRaisingFetches(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  const knowsOfIt = program.modules.some(
    (module) =>
      module.role === "implementation" &&
      /\b(?:NoResultFound|NoRowsError|InvalidRequestError)\b/u.test(module.file.text),
  );
  if (knowsOfIt) return [];
  return [...reached].flatMap(([fn, endpoints]) =>
    ownNodes(fn.body).flatMap((node): readonly ErrorDefect[] => {
      if (!fetchesByPath(program, fn, node, [...endpoints])) return [];
      const words = `${shortText(node)} raises where there is nothing, and nothing maps it`;
      return [{ kind: "missing-not-found", module: fn.module, node, function: fn, words }];
    }),
  );
}

function fetchesByPath(
  program: Program,
  fn: PythonFunction,
  node: SyntaxNode,
  endpoints: readonly Endpoint[],
): boolean {
  const callee = node.type === "call" ? childAt(node, "function") : undefined;
  if (callee?.type !== "attribute") return false;
  if (!raising.test(textOf(childAt(callee, "attribute") ?? callee))) return false;
  if (
    /\bexcept\s*(?::|[^:]*Exception\b)/u.test(textOf(enclosing(node, "try_statement") ?? callee))
  ) {
    return false;
  }
  const words = textOf(node) + statementBehind(program, fn, node);
  if (!/\.where\(|\.filter(?:_by)?\(|\bget_one\(/u.test(words)) return false;
  if (/\binsert\(|\bfunc\.|\bcount\(|\bexists\(/u.test(words)) return false;
  const keys = endpoints.flatMap((one) =>
    [...(one.chains[0]?.path ?? one.path).matchAll(/\{(\w+)/gu)].map((match) => match[1] ?? ""),
  );
  return (
    fn.parameters.some(
      ({ name }) => keys.includes(name) && new RegExp(`(?:==|=|,)\\s*${name}\\b`, "u").test(words),
    ) && !isAskedForBefore(fn, node, keys)
  );
}

/** An earlier statement deals with the key, and may have refused it. */
function isAskedForBefore(fn: PythonFunction, fetch: SyntaxNode, keys: readonly string[]): boolean {
  const before = fn.body.source.slice(
    fn.body.start,
    enclosing(fetch, "expression_statement", "return_statement")?.start ?? fetch.start,
  );
  return (
    /\braise\b|\b(?:ensure|require|check|exists)\w*\(/u.test(before) &&
    keys.some((key) => before.includes(key))
  );
}
