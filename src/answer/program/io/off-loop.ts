import { textOf } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { readCallEdges } from "../call-edges.ts";
import type { PythonFunction, PythonModule } from "../types.ts";
import { isInHandedOffLambda, readHandOffs } from "./hand-offs.ts";

/** A task, a command or a hook: run by something else than the web server's event loop. */
const otherRunners =
  /(?:^|\.)(?:shared_task|task|actor|job|periodic_task|command|callback|listens_for|on|group|cli|script|benchmark|dbapi_event)(?:\(|$)/u;
const webRouters = /(?:^|\.)on_event\b/u;

const known = new WeakMap<Program, ReadonlySet<PythonFunction>>();

/**
 * Plain functions of the implementation that do not run on the event loop: they are handed to a
 * thread; Celery tasks, commands, database hooks and migrations; and what only these, or code at
 * module level, call.
 */
export function readOffLoopFunctions(program: Program): ReadonlySet<PythonFunction> {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const handOffs = readHandOffs(program);
  const callers = readCallers(program);
  const offLoop = new Set<PythonFunction>();
  const plain = program.modules
    .filter((module) => module.role === "implementation")
    .flatMap((module) => module.functions.filter((one) => !one.isAsync));
  for (const one of plain) {
    const isCalledOnLoop = [...(callers.get(one) ?? [])].some((by) => by?.isAsync === true);
    if (handOffs.functions.has(one) ? !isCalledOnLoop : isRunElsewhere(one)) offLoop.add(one);
  }
  for (let grown = true; grown;) {
    grown = false;
    for (const one of plain) {
      const by = callers.get(one);
      if (offLoop.has(one) || by === undefined) continue;
      if ([...by].some((caller) => caller !== null && !offLoop.has(caller))) continue;
      offLoop.add(one);
      grown = true;
    }
  }
  known.set(program, offLoop);
  return offLoop;

  /** Who calls a function directly, outside of lambdas that are handed off; null: module level. */
  function readCallers(
    of: Program,
  ): ReadonlyMap<PythonFunction, ReadonlySet<PythonFunction | null>> {
    const result = new Map<PythonFunction, Set<PythonFunction | null>>();
    for (const { call, callee } of readCallEdges(of)) {
      if (isInHandedOffLambda(handOffs, call.node)) continue;
      const set = result.get(callee) ?? new Set();
      result.set(callee, set.add(call.function));
    }
    return result;
  }
}

function isRunElsewhere(one: PythonFunction): boolean {
  if (isOtherProgram(one.module)) return true;
  return one.decorators.some((decorator) => {
    const words = textOf(decorator);
    return otherRunners.test(words) && !webRouters.test(words);
  });
}

/** A load test, Alembic's environment, a script. */
function isOtherProgram(module: PythonModule): boolean {
  if (module.imports.some((one) => one.from.split(".")[0] === "locust")) return true;
  if (module.imports.some((one) => one.from === "alembic" && one.symbol === "context")) return true;
  return /(?:^|\/)(?:scripts?|benchmarks?|bench|load_?tests?|perf|examples?)\/|(?:^|\/)(?:locustfile\w*|bench\w*|load_?test\w*|gunicorn\w*(?:\.conf)?)\.py$/u.test(
    module.file.path,
  );
}
