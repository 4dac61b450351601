import { childAt, nodesOfType, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { shortText } from "./error-status.ts";
import { calledAt } from "./reached-from-endpoints.ts";
import type { ReachedFunctions } from "./reached-from-endpoints.ts";

/** The errors of clients for HTTP, by which an answer shows that it thinks of a failing service. */
const clientError =
  /\b(?:HTTPError|HTTPStatusError|RequestError|RequestException|TransportError|TimeoutException|ConnectError|ClientError|ClientResponseError)\b/u;

/**
 * `response.raise_for_status()` on the way of a request, where nothing catches or maps what it
 * raises: when the other service fails, the caller gets a 500.
 */
export function findFailingServices(
  program: Program,
  reached: ReachedFunctions,
): readonly ErrorDefect[] {
  const implementation = program.modules.filter((one) => one.role === "implementation");
  if (implementation.some((module) => clientError.test(module.file.text))) return [];
  const attempted = functionsAttempted(program);
  return [...reached.keys()].flatMap((fn) =>
    ownNodes(fn.body).flatMap((node): readonly ErrorDefect[] => {
      const callee = node.type === "call" ? childAt(node, "function") : undefined;
      if (callee?.type !== "attribute" || !textOf(callee).endsWith(".raise_for_status")) return [];
      if (attempted.has(fn) || isAttempted(node)) return [];
      const words = `${shortText(node)} raises when the service fails, and nothing maps it`;
      return [{ kind: "unmapped-exception", module: fn.module, node, function: fn, words }];
    }),
  );
}

/** Functions that are called in a `try` whose `except` may be wide enough. */
function functionsAttempted(program: Program): ReadonlySet<PythonFunction> {
  const result = new Set<PythonFunction>();
  for (const module of program.modules) {
    if (module.role !== "implementation" || !/\btry\s*:/u.test(module.file.text)) continue;
    for (const node of nodesOfType(module.root, "call")) {
      if (!isAttempted(node)) continue;
      for (const one of calledAt(program, node)) addWithCalled(program, one, result);
    }
  }
  return result;
}

function addWithCalled(program: Program, fn: PythonFunction, result: Set<PythonFunction>): void {
  const stack = [fn];
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    if (result.has(one)) continue;
    result.add(one);
    for (const node of ownNodes(one.body)) {
      if (node.type === "call") stack.push(...calledAt(program, node));
    }
  }
}

function isAttempted(node: SyntaxNode): boolean {
  for (let below = node; below.parent !== null; below = below.parent) {
    const above = below.parent;
    if (above.type === "function_definition") return false;
    if (above.type !== "try_statement" || below.field !== "body") continue;
    if (above.children.some((one) => one.type.startsWith("except"))) return true;
  }
  return false;
}
