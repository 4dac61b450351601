import { enclosing, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { firstArgument } from "../arguments.ts";
import type { Callee } from "../callee.ts";
import { ownNodes } from "../function-body.ts";
import { originalName, readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import type { DatabaseClient } from "./clients.ts";

const known = new WeakMap<Program, ReadonlySet<PythonFunction>>();

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
  if (entriesOf(program).has(fn) || isBareGenerator(fn)) return true;
  return callersOf(program, fn).some(
    (call) => call.function !== null && runsPerRequest(program, call.function, call.node, seen),
  );
}

/** Handlers of endpoints, and all that stands in a `Depends(…)`. */
function entriesOf(program: Program): ReadonlySet<PythonFunction> {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const entries = new Set<PythonFunction>();
  const add = (callees: readonly Callee[]): void => {
    for (const one of callees) {
      if (one.kind === "function") entries.add(one);
      const init = one.kind === "class" ? program.resolveMethod(one, "__init__") : null;
      if (init !== null) entries.add(init);
    }
  };
  for (const { handler, dependencies } of program.endpoints) {
    if (handler !== null) entries.add(handler);
    for (const use of dependencies) add(use.callees);
  }
  for (const call of readCalls(program)) {
    if (call.module.role !== "implementation") continue;
    if (!/^(?:Depends|Security)$/u.test(originalName(call))) continue;
    const given = firstArgument(call.node);
    if (given !== undefined) add(program.calleesOf(given));
  }
  known.set(program, entries);
  return entries;
}

/** `yield` without `@contextmanager`: a dependency, also where its use is not shown. */
function isBareGenerator(fn: PythonFunction): boolean {
  return fn.decorators.length === 0 && ownNodes(fn.body).some((node) => node.type === "yield");
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
