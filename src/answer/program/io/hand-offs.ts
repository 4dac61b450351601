import { childAt, namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";

/** What is run elsewhere than on the event loop. */
export interface HandOffs {
  /** Functions that are given to a thread, an executor or a background task. */
  readonly functions: ReadonlySet<PythonFunction>;
  /** Lambdas that are given to one. */
  readonly lambdas: ReadonlySet<SyntaxNode>;
}

/** Names of what runs the functions that it is given in a thread, a process or a greenlet. */
const runners =
  /^(?:run_in_threadpool|to_thread|run_in_executor|run_sync|asyncify|sync_to_async|iterate_in_threadpool|run_in_thread|run_blocking|submit|add_task|add_job|listen|BackgroundTask|Thread|Process|Timer)$/u;

const known = new WeakMap<Program, HandOffs>();

/** Reads what the implementation hands off, through helpers of its own that hand off for it. */
export function readHandOffs(program: Program): HandOffs {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const functions = new Set<PythonFunction>();
  const lambdas = new Set<SyntaxNode>();
  const helpers = new Set<PythonFunction>();

  const take = (value: SyntaxNode): void => {
    if (value.type === "lambda") lambdas.add(value);
    if (value.type === "call") return takeWrapped(value);
    if (value.type !== "identifier" && value.type !== "attribute") return;
    const found = program.resolve(value);
    if (found.kind === "function") functions.add(found);
    else if (found.kind === "parameter") helpers.add(found.function);
    else if (found.kind === "value" && found.node.type === "lambda") lambdas.add(found.node);
    else if (found.kind === "value" && found.node.type === "call") takeWrapped(found.node);
  };
  /** `partial(f, 1)`, `ctx.wrap(f)`: what a wrapper is given first. */
  const takeWrapped = (call: SyntaxNode): void => {
    const first = namedChildren(childAt(call, "arguments") ?? call)[0];
    const name = textOf(childAt(call, "function") ?? call);
    if (first !== undefined && /(?:^|\.)(?:partial|wrap|run|wraps)$/u.test(name)) take(first);
  };

  const calls = readCalls(program).filter((one) => one.module.role === "implementation");
  for (const call of calls) if (isHandOff(call)) argumentsOf(call.node).forEach(take);
  if (helpers.size > 0) {
    const names = new Set([...helpers].map((one) => one.name));
    for (const call of calls) {
      if (!names.has(call.name)) continue;
      const callees = program.calleesAt(call.node);
      if (callees.some((one) => one.kind === "function" && helpers.has(one))) {
        argumentsOf(call.node).forEach(take);
      }
    }
  }
  for (const one of program.modules.flatMap((module) => module.functions)) {
    if (one.decorators.some((decorator) => handsOff(program, decorator, helpers))) {
      functions.add(one);
    }
  }
  const found = { functions, lambdas };
  known.set(program, found);
  return found;
}

/** Whether a call runs what it is given elsewhere. */
export function isHandOff(call: LocatedCall): boolean {
  if (runners.test(call.name)) return true;
  return (
    call.name === "map" && call.receiver !== null && /executor|pool/iu.test(textOf(call.receiver))
  );
}

/** The values of a call's arguments, keywords apart. */
export function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(childAt(call, "arguments") ?? call).map((one) =>
    one.type === "keyword_argument" ? (childAt(one, "value") ?? one) : one,
  );
}

/** `@run_in_thread`, `@asyncify`, or a decorator of the answer that hands off what it decorates. */
function handsOff(
  program: Program,
  decorator: SyntaxNode,
  helpers: ReadonlySet<PythonFunction>,
): boolean {
  const target = decorator.type === "call" ? childAt(decorator, "function") : decorator;
  if (target === undefined) return false;
  if (runners.test(textOf(target).split(".").at(-1) ?? "")) return true;
  if (helpers.size === 0) return false;
  const found = program.resolve(target);
  return found.kind === "function" && helpers.has(found);
}

/** Whether a node stands in a lambda that is handed off. */
export function isInHandedOffLambda(handOffs: HandOffs, node: SyntaxNode): boolean {
  if (handOffs.lambdas.size === 0) return false;
  for (let above = node.parent; above !== null; above = above.parent) {
    if (handOffs.lambdas.has(above)) return true;
    if (above.type === "function_definition") return false;
  }
  return false;
}
