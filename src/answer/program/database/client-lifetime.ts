import { enclosing, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { reachFromEndpoints } from "../errors/reached-from-endpoints.ts";
import type { ReachedFunctions } from "../errors/reached-from-endpoints.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import type { DatabaseClient } from "./clients.ts";

const known = new WeakMap<Program, ReachedFunctions>();

/**
 * Whether a client is made anew for each request: in an endpoint, a dependency or a function that
 * they call, which neither caches what it makes nor asks first whether it is there.
 */
export function isMadePerRequest(program: Program, client: DatabaseClient): boolean {
  return (
    client.function !== null && runsPerRequest(program, client.function, client.node, new Set())
  );
}

function runsPerRequest(
  program: Program,
  fn: PythonFunction,
  node: SyntaxNode,
  seen: Set<PythonFunction>,
): boolean {
  if (seen.has(fn)) return false;
  seen.add(fn);
  if (isCached(fn) || isGuarded(fn, node)) return false;
  if (isEntry(program, fn)) return true;
  // Only what the endpoints reach can run for a request.
  if (!reached(program).has(fn)) return false;
  return callersOf(program, fn).some(
    (call) =>
      call.function !== null &&
      reached(program).has(call.function) &&
      runsPerRequest(program, call.function, call.node, seen),
  );
}

function reached(program: Program): ReachedFunctions {
  let found = known.get(program);
  if (found === undefined) known.set(program, (found = reachFromEndpoints(program)));
  return found;
}

/** An endpoint's handler, or a dependency of one. */
function isEntry(program: Program, fn: PythonFunction): boolean {
  return program.endpoints.some((endpoint) => {
    if (endpoint.handler === fn) return true;
    const uses = [
      ...endpoint.dependencies,
      ...endpoint.chains.flatMap((chain) => chain.dependencies),
    ];
    const stack = uses.flatMap((use) => use.callees);
    const seen = new Set(stack);
    for (const callee of stack) {
      if (
        callee === fn ||
        (callee.kind === "class" && fn.ownerClass === callee && fn.name === "__init__")
      ) {
        return true;
      }
      for (const use of program.dependenciesOf(callee)) {
        for (const next of use.callees) if (!seen.has(next) && seen.add(next)) stack.push(next);
      }
    }
    return false;
  });
}

function callersOf(program: Program, fn: PythonFunction): readonly LocatedCall[] {
  const name = fn.name === "__init__" ? fn.ownerClass?.name : fn.name;
  return readCalls(program).filter(
    (call) =>
      call.name === name &&
      call.module.role !== "test" &&
      program.calleesAt(call.node).some((one) => one === fn || one === fn.ownerClass),
  );
}

/** `@lru_cache`, `@cache`, `@cached_property`, a singleton's decorator. */
function isCached(fn: PythonFunction): boolean {
  return fn.decorators.some((one) => /cache|singleton|once\b/iu.test(textOf(one)));
}

/** `if _engine is None: _engine = create_engine(…)` */
function isGuarded(fn: PythonFunction, node: SyntaxNode): boolean {
  for (
    let above = enclosing(node, "if_statement");
    above !== undefined;
    above = enclosing(above, "if_statement")
  ) {
    if (above.start < fn.node.start) return false;
    const condition = above.children.find((one) => one.field === "condition");
    if (
      condition !== undefined &&
      /\bis None\b|^not\s|hasattr\(|not in\b|== None/u.test(textOf(condition))
    ) {
      return true;
    }
  }
  // `if engine is not None: return engine` before it.
  const before = fn.body.source.slice(fn.body.start, node.start);
  return /\bis not None\s*:\s*return\b/u.test(before);
}
