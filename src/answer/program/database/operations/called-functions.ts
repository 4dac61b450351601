import { childAt, textOf } from "../../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import type { Program } from "../../build-program.ts";
import { calledAt } from "../../errors/reached-from-endpoints.ts";
import type { PythonFunction } from "../../types.ts";

/** The functions of the answer that run at a call. */
export type CalledFunctions = (call: SyntaxNode) => readonly PythonFunction[];

const known = new WeakMap<Program, CalledFunctions>();

/** Looks each call up once, and calls of names that the answer does not define not at all. */
export function calledFunctionsOf(program: Program): CalledFunctions {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const names = definedNames(program);
  const found = new Map<SyntaxNode, readonly PythonFunction[]>();
  const look: CalledFunctions = (call) => {
    let functions = found.get(call);
    if (functions !== undefined) return functions;
    const callee = childAt(call, "function");
    const last = callee?.type === "attribute" ? childAt(callee, "attribute") : callee;
    const mayBeShown =
      last !== undefined && (last.type !== "identifier" || names.has(textOf(last)));
    functions = mayBeShown ? calledAt(program, call) : [];
    found.set(call, functions);
    return functions;
  };
  known.set(program, look);
  return look;
}

/** Names of functions and classes, and all names that imports and variables give them. */
function definedNames(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const module of program.modules) {
    for (const one of module.functions) names.add(one.name);
    for (const one of module.classes) names.add(one.name);
  }
  const isCallable = names.has("__call__");
  for (const module of program.modules) {
    for (const one of module.imports) {
      if (one.symbol !== null && names.has(one.symbol)) names.add(one.name);
    }
    for (const { name, value } of module.assignments) {
      if (value !== null && (isCallable || names.has(textOf(value)))) names.add(name);
    }
    if (!isCallable) continue;
    for (const one of module.functions) for (const { name } of one.parameters) names.add(name);
    for (const one of module.classes) for (const { name } of one.attributes) names.add(name);
  }
  return names;
}
