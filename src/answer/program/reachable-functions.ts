import type { Endpoint, Program } from "./build-program.ts";
import type { Callee } from "./callee.ts";
import { callsOf } from "./located-calls.ts";
import type { DependencyUse } from "./read-dependencies.ts";
import type { PythonFunction } from "./types.ts";

const most = 80;
const known = new WeakMap<Program, Map<PythonFunction, readonly PythonFunction[]>>();
const knownCalls = new WeakMap<Program, Map<PythonFunction, readonly PythonFunction[]>>();

/** What runs for a request: functions, those they depend on, and those they call, nearest first. */
export function reachableFunctions(
  program: Program,
  handler: PythonFunction | null,
  uses: readonly DependencyUse[] = [],
): readonly PythonFunction[] {
  const result = new Set<PythonFunction>();
  const add = (found: readonly PythonFunction[]): void => {
    for (const one of found) if (result.size < most) result.add(one);
  };
  if (handler !== null) add([handler]);
  for (const use of uses) add(use.callees.flatMap((one) => functionsOf(program, one)));
  for (const one of result) add(directReach(program, one));
  return [...result];
}

/** The dependencies of an endpoint: its own, and those of every router and application above it. */
export function allDependencies(endpoint: Endpoint): readonly DependencyUse[] {
  return [...endpoint.dependencies, ...endpoint.chains.flatMap((one) => one.dependencies)];
}

/** A function and those that it calls, those that these call, and so on; nearest first. */
export function calledFunctions(program: Program, from: PythonFunction): readonly PythonFunction[] {
  const result = new Set([from]);
  for (const one of result) {
    for (const next of directCalls(program, one)) if (result.size < most) result.add(next);
  }
  return [...result];
}

/** What a function depends on by its parameters, then what it calls; looked up once a function. */
function directReach(program: Program, one: PythonFunction): readonly PythonFunction[] {
  let byFunction = known.get(program);
  if (byFunction === undefined) known.set(program, (byFunction = new Map()));
  const cached = byFunction.get(one);
  if (cached !== undefined) return cached;
  const found = [
    ...program
      .dependenciesOf(one)
      .flatMap((use) => use.callees.flatMap((callee) => functionsOf(program, callee))),
    ...directCalls(program, one),
  ];
  byFunction.set(one, found);
  return found;
}

function directCalls(program: Program, one: PythonFunction): readonly PythonFunction[] {
  let byFunction = knownCalls.get(program);
  if (byFunction === undefined) knownCalls.set(program, (byFunction = new Map()));
  const cached = byFunction.get(one);
  if (cached !== undefined) return cached;
  const found = callsOf(program, one).flatMap((call) =>
    program.calleesAt(call.node).flatMap((callee) => functionsOf(program, callee)),
  );
  byFunction.set(one, found);
  return found;
}

function functionsOf(program: Program, callee: Callee): readonly PythonFunction[] {
  const found = callee.kind === "class" ? program.resolveMethod(callee, "__init__") : callee;
  return found?.kind === "function" ? [found] : [];
}
