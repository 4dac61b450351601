import { namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import type { Callee } from "../callee.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";

/** Functions of the implementation that run when an endpoint is called, with the endpoints. */
export type ReachedFunctions = ReadonlyMap<PythonFunction, ReadonlySet<Endpoint>>;

/** Follows the handlers, their dependencies and the calls in them. */
export function reachFromEndpoints(program: Program): ReachedFunctions {
  const result = new Map<PythonFunction, Set<Endpoint>>();
  const next = directReach(program);
  for (const endpoint of program.endpoints) {
    const stack = [
      ...(endpoint.handler === null ? [] : [endpoint.handler]),
      ...[endpoint.dependencies, ...endpoint.chains.map((chain) => chain.dependencies)]
        .flat()
        .flatMap((use) => use.callees.flatMap((callee) => functionsOf(callee))),
    ];
    for (let fn = stack.pop(); fn !== undefined; fn = stack.pop()) {
      const known = result.get(fn) ?? new Set();
      if (known.has(endpoint)) continue;
      result.set(fn, known.add(endpoint));
      stack.push(...next(fn));
    }
  }
  return result;
}

/** The functions that a function calls or depends on; each is looked at once. */
function directReach(program: Program): (fn: PythonFunction) => readonly PythonFunction[] {
  const cache = new Map<PythonFunction, readonly PythonFunction[]>();
  return (fn) => {
    const known = cache.get(fn);
    if (known !== undefined) return known;
    const found = [
      ...ownNodes(fn.body).flatMap((node) => (node.type === "call" ? calledAt(program, node) : [])),
      ...program
        .dependenciesOf(fn)
        .flatMap((use) => use.callees.flatMap((callee) => functionsOf(callee))),
    ].filter((one) => one.module.role === "implementation");
    cache.set(fn, found);
    return found;
  };
}

const knownCalled = new WeakMap<SyntaxNode, readonly PythonFunction[]>();

/** What runs at a call; a method of an object whose class cannot be told is found by its name, if only one class has it. */
export function calledAt(program: Program, call: SyntaxNode): readonly PythonFunction[] {
  const known = knownCalled.get(call);
  if (known !== undefined) return known;
  const called = findCalled(program, call);
  knownCalled.set(call, called);
  return called;
}

function findCalled(program: Program, call: SyntaxNode): readonly PythonFunction[] {
  const found = program.calleesAt(call).flatMap(functionsOf);
  if (found.length > 0) return found.flatMap((one) => [one, ...implementationsOf(program, one)]);
  const callee = call.children[0];
  if (callee?.type !== "attribute") return [];
  const name = textOf(callee).split(".").at(-1) ?? "";
  if (ordinary.test(name) || name.startsWith("__")) return [];
  const methods = program.modules
    .filter((module) => module.role === "implementation")
    .flatMap((module) => module.functions)
    .filter((one) => one.ownerClass !== null && one.name === name);
  return methods.length === 1 ? methods : [];
}

/** What runs for a method that is only declared, in a protocol or abstract class. */
function implementationsOf(program: Program, declared: PythonFunction): readonly PythonFunction[] {
  const owner = declared.ownerClass;
  if (owner === null || !isDeclaration(declared)) return [];
  return program.modules
    .filter((module) => module.role === "implementation")
    .flatMap((module) => module.classes)
    .filter((one) => one.bases.some((base) => textOf(base).split("[")[0]?.endsWith(owner.name)))
    .flatMap((one) => one.methods.filter((method) => method.name === declared.name));
}

/** The body is a docstring, `...`, `pass` or `raise NotImplementedError`. */
export function isDeclaration(one: PythonFunction): boolean {
  return namedChildren(one.body).every(
    (node) =>
      node.type === "pass_statement" ||
      (node.type === "raise_statement" && /\bNotImplementedError\b/u.test(textOf(node))) ||
      (node.type === "expression_statement" &&
        /^(?:string|ellipsis)$/u.test(node.children[0]?.type ?? "")),
  );
}

/** Names that objects of libraries have too. */
const ordinary =
  /^(?:get|add|all|first|one|scalar|scalars|execute|commit|rollback|refresh|flush|delete|update|insert|create|save|find|list|items|keys|values|append|pop|close|open|read|write|send|post|put|patch|request|set|exists|count|filter|where|join|format|encode|decode|strip|lower|split|run|begin|connect|hash|verify|info|warning|error|debug|exception|model_dump|model_validate|json|copy|publish|check|validate|login|logout|authenticate)$/u;

function functionsOf(callee: Callee): readonly PythonFunction[] {
  if (callee.kind === "function") return [callee];
  if (callee.kind !== "class") return [];
  return callee.methods.filter((one) => one.name === "__init__" || one.name === "__call__");
}
