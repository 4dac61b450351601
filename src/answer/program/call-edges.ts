import type { Program } from "./build-program.ts";
import { readCalls } from "./located-calls.ts";
import type { LocatedCall } from "./located-calls.ts";
import type { PythonFunction } from "./types.ts";

/** A call of the implementation, and a function of the answer that it runs. */
export interface CallEdge {
  readonly call: LocatedCall;
  readonly callee: PythonFunction;
}

const known = new WeakMap<Program, readonly CallEdge[]>();
const knownByCaller = new WeakMap<
  Program,
  ReadonlyMap<PythonFunction | null, readonly CallEdge[]>
>();

/** All of them in source order; making an object runs its class's `__init__`. */
export function readCallEdges(program: Program): readonly CallEdge[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const names = new Set(
    program.modules
      .flatMap((module) => [...module.functions, ...module.classes])
      .map(({ name }) => name),
  );
  const edges = readCalls(program).flatMap((call): readonly CallEdge[] => {
    if (call.module.role !== "implementation") return [];
    // What is called by another name than its own was imported or assigned so.
    if (call.receiver !== null && !names.has(call.name)) return [];
    return program.calleesAt(call.node).flatMap((one) => {
      const callee = one.kind === "class" ? program.resolveMethod(one, "__init__") : one;
      return callee?.kind === "function" && callee.module.role === "implementation"
        ? [{ call, callee }]
        : [];
    });
  });
  known.set(program, edges);
  return edges;
}

/** The edges of the calls that a function makes itself; null: of those at module level. */
export function callEdgesOf(program: Program, one: PythonFunction | null): readonly CallEdge[] {
  let byCaller = knownByCaller.get(program);
  if (byCaller === undefined) {
    byCaller = Map.groupBy(readCallEdges(program), (edge) => edge.call.function);
    knownByCaller.set(program, byCaller);
  }
  return byCaller.get(one) ?? [];
}
