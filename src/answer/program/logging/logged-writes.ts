import type { AssembledAnswer } from "../../files/index.ts";
import type { Program } from "../build-program.ts";
import { readDatabaseWrites } from "../database/index.ts";
import type { DatabaseUse } from "../database/index.ts";
import { isDeclaration } from "../errors/reached-from-endpoints.ts";
import { isExampleOfUse } from "../example-of-use.ts";
import { readCallEdges } from "../call-edges.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import { readLogCalls } from "./read-log-calls.ts";
import type { LogCall } from "./read-log-calls.ts";

/** The writes of the implementation, scripts and examples of use apart, and what tells of them. */
export interface LoggedWrites {
  readonly writes: readonly DatabaseUse[];
  /** Log calls that are not a failure's, in a function that writes or in one that calls it. */
  readonly told: readonly LogCall[];
}

const aside = /(?:^|\/)(?:examples?|scripts?|demos?|benchmarks?|seeds?)(?:\/|[^/]*\.py$)/u;

export function readLoggedWrites(program: Program, answer: AssembledAnswer): LoggedWrites {
  const all = readDatabaseWrites(program);
  const examples = new Set(
    [...new Set(all.map((one) => one.module))].filter(
      (one) => aside.test(one.file.path) || isExampleOfUse(answer, one),
    ),
  );
  const writes = all.filter((one) => !examples.has(one.module));
  if (writes.length === 0) return { writes, told: [] };
  const writers = withCallers(
    program,
    new Set(writes.flatMap((one) => (one.function === null ? [] : [one.function]))),
  );
  const fragments = new Set(writes.flatMap((one) => (one.function === null ? [one.module] : [])));
  const told = readLogCalls(program).filter(
    (one) =>
      !one.isOfFailure &&
      (one.function === null ? fragments.has(one.module) : isWithin(one.function, writers)),
  );
  return { writes, told };
}

function isWithin(one: PythonFunction, functions: ReadonlySet<PythonFunction>): boolean {
  for (let next: PythonFunction | null = one; next !== null; next = next.ownerFunction) {
    if (functions.has(next)) return true;
  }
  return false;
}

/**
 * Functions, and those that call them, directly or through others; a decorator of the answer calls
 * what it decorates.
 */
function withCallers(
  program: Program,
  functions: ReadonlySet<PythonFunction>,
): ReadonlySet<PythonFunction> {
  const implementation = program.modules.filter((module) => module.role === "implementation");
  const byName = Map.groupBy(
    implementation.flatMap((module) => module.functions),
    (one) => one.name,
  );
  const callersOf = new Map<PythonFunction, Set<PythonFunction>>();
  const add = (callee: PythonFunction, caller: PythonFunction): void => {
    const set = callersOf.get(callee) ?? new Set();
    callersOf.set(callee, set.add(caller));
  };
  const resolved = new Set<LocatedCall>();
  for (const { call, callee } of readCallEdges(program)) {
    // A protocol only says what runs: any class with a method of that name may be behind it.
    if (callee.ownerClass === null || !isDeclaration(callee)) resolved.add(call);
    if (call.function !== null) add(callee, call.function);
  }
  for (const call of readCalls(program)) {
    // An object whose class cannot be told: any method of that name may be meant.
    if (call.function === null || call.receiver === null || resolved.has(call)) continue;
    for (const one of byName.get(call.name) ?? []) {
      if (one.ownerClass !== null) add(one, call.function);
    }
  }
  for (const one of implementation.flatMap((module) => module.functions)) {
    for (const decorator of one.decorators) {
      const target = decorator.type === "call" ? decorator.children[0] : decorator;
      const found = target === undefined ? null : program.resolve(target);
      if (found?.kind === "function") add(one, found);
    }
  }
  const result = new Set(functions);
  for (const one of result) for (const caller of callersOf.get(one) ?? []) result.add(caller);
  return result;
}
