import type { SyntaxNode } from "../../../python/syntax-tree.ts";
import { namedChildren } from "../../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../../build-program.ts";
import type { Callee } from "../../callee.ts";
import { callsOf } from "../../located-calls.ts";
import type { PythonFunction, PythonModule } from "../../types.ts";
import { readDatabaseUses } from "../database-uses.ts";
import { calledFunctionsOf } from "./called-functions.ts";
import { chain } from "./event.ts";
import type { Way } from "./event.ts";
import { makeTracer, wrap } from "./tracer.ts";
import type { Tracer } from "./tracer.ts";

/** What happens to the database from the outside in: an endpoint's request, a task, a script. */
export interface Operation {
  /** `endpoint`, a `function` that nothing shown calls, or a module's own `statements`. */
  readonly kind: "endpoint" | "function" | "statements";
  readonly name: string;
  readonly ways: readonly Way[];
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  readonly function: PythonFunction | null;
}

const known = new WeakMap<Program, readonly Operation[]>();

/** The operations of the implementation that write, with all ways through each. */
export function readOperationsOf(program: Program): readonly Operation[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const tracer = makeTracer(program);
  const operations = [
    ...endpointOperations(program, tracer),
    ...statementOperations(program, tracer),
    ...functionOperations(program, tracer),
  ].filter((one) => one.ways.some((way) => way.events.some((event) => event.kind === "write")));
  known.set(program, operations);
  return operations;
}

function endpointOperations(program: Program, tracer: Tracer): readonly Operation[] {
  const done = new Set<PythonFunction>();
  return program.endpoints.flatMap((endpoint): readonly Operation[] => {
    const { handler } = endpoint;
    if (handler === null || done.has(handler)) return [];
    done.add(handler);
    let ways = tracer.waysOf(handler);
    for (const dependency of dependenciesOf(program, endpoint)) {
      const around = tracer.waysOf(dependency);
      const hands = around.some((way) => way.events.some((event) => event.kind === "yield"));
      const inner = ways;
      ways = hands ? wrap(around, inner) : chain(around, () => inner);
    }
    return [
      {
        kind: "endpoint",
        name: handler.name,
        ways,
        node: handler.node,
        module: handler.module,
        function: handler,
      },
    ];
  });
}

/** The functions that an endpoint depends on, directly and through others; the innermost first. */
function dependenciesOf(program: Program, endpoint: Endpoint): readonly PythonFunction[] {
  const result: PythonFunction[] = [];
  const seen = new Set<Callee>();
  const queue = [
    ...endpoint.dependencies,
    ...endpoint.chains.flatMap((one) => one.dependencies),
  ].flatMap((use) => use.callees);
  for (const callee of queue) {
    if (seen.has(callee)) continue;
    seen.add(callee);
    if (callee.kind === "function") result.push(callee);
    for (const use of program.dependenciesOf(callee)) queue.push(...use.callees);
  }
  return result;
}

/** Excerpts show statements without the function in which they belong. */
function statementOperations(program: Program, tracer: Tracer): readonly Operation[] {
  return program.modules.flatMap((module): readonly Operation[] => {
    if (module.role !== "implementation") return [];
    const ways = tracer.waysThrough(namedChildren(module.root));
    return [
      {
        kind: "statements",
        name: module.file.path,
        ways,
        node: module.root,
        module,
        function: null,
      },
    ];
  });
}

/** Functions that nothing calls in what is shown: tasks, scripts, services whose caller is the user's. */
function functionOperations(program: Program, tracer: Tracer): readonly Operation[] {
  const writing = new Set(
    readDatabaseUses(program).flatMap((use) =>
      use.function !== null && use.module.role === "implementation" && use.kind !== "read"
        ? [use.function]
        : [],
    ),
  );
  const rest = program.modules
    .filter((module) => module.role === "implementation")
    .flatMap((module) => module.functions)
    .filter((one) => !tracer.followed.has(one));
  const called = new Set(
    rest.flatMap((one) =>
      callsOf(program, one).flatMap((call) => calledFunctionsOf(program)(call.node)),
    ),
  );
  // Callers first: what they follow is no operation of its own.
  const ordered = [
    ...rest.filter((one) => !called.has(one)),
    ...rest.filter((one) => called.has(one) && writing.has(one)),
  ];
  return ordered.flatMap((fn): readonly Operation[] => {
    if (tracer.followed.has(fn)) return [];
    const ways = tracer.waysOf(fn);
    return [
      {
        kind: "function",
        name: fn.qualifiedName,
        ways,
        node: fn.node,
        module: fn.module,
        function: fn,
      },
    ];
  });
}
