import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { readCallEdges } from "../call-edges.ts";
import { ownNodes } from "../function-body.ts";
import type { PythonFunction } from "../types.ts";
import { isInHandedOffLambda, readHandOffs } from "./hand-offs.ts";
import { readOffLoopFunctions } from "./off-loop.ts";
import { readIoCalls } from "./read-io-calls.ts";
import type { IoCall } from "./read-io-calls.ts";
import { isUserSized } from "./user-sized.ts";

/**
 * Where a function's I/O runs:
 *
 * - `awaited`: on the event loop, which goes on meanwhile;
 * - `off-loop`: in a thread, in another process, or while the module is imported;
 * - `blocks-loop`: directly in an `async def`, or in a plain function that one calls;
 * - `plain-function`: in a plain `def` that should be an `async def`.
 */
export interface IoPlacement {
  readonly call: IoCall;
  readonly function: PythonFunction;
  readonly place: "awaited" | "off-loop" | "blocks-loop" | "plain-function";
}

const known = new WeakMap<Program, readonly IoPlacement[]>();

/** The I/O of the implementation's functions, in source order. */
export function readIoPlacements(program: Program): readonly IoPlacement[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const handOffs = readHandOffs(program);
  const offLoop = readOffLoopFunctions(program);
  const onLoop = calledOnLoop(program, offLoop);
  const handlers = new Set(program.endpoints.map((one) => one.handler));
  const found = readIoCalls(program).flatMap((call): readonly IoPlacement[] => {
    const one = call.function;
    if (one === null) return [];
    const at = (place: IoPlacement["place"]): readonly IoPlacement[] => [
      { call, function: one, place },
    ];
    if (isInHandedOffLambda(handOffs, call.node)) return at("off-loop");
    if (call.mode === "awaited") {
      // FastAPI runs a plain `def` in a thread, where nothing waits for a coroutine.
      const isDropped = !one.isAsync && handlers.has(one) && call.receiver !== null;
      return at(isDropped && !isHandedOn(call.node) ? "plain-function" : "awaited");
    }
    const isSmall = call.kind === "file" && !isUserSized(program, call);
    if (one.isAsync) return call.mode === "unknown" || isSmall ? [] : at("blocks-loop");
    if (offLoop.has(one)) return at("off-loop");
    if (isSmall) return [];
    if (onLoop.has(one) && call.mode === "blocking") return at("blocks-loop");
    const holdsUp = call.kind === "sleep" || call.kind === "process" || call.kind === "file";
    if (holdsUp) return call.kind === "file" && handlers.has(one) ? at("plain-function") : [];
    if (call.mode === "blocking") return at("plain-function");
    // Nothing there can be awaited; but a dictionary may be called `db`, and a coroutine handed on.
    const mayBeOther = call.kind === "database" || call.node.parent?.type === "return_statement";
    return mayBeOther ? [] : at("plain-function");
  });
  const all = [...found, ...droppedCoroutines(program)];
  known.set(program, all);
  return all;
}

/** A plain `def` of an endpoint calls an `async def` of the answer, and nothing waits for it. */
function droppedCoroutines(program: Program): readonly IoPlacement[] {
  const handlers = new Set(program.endpoints.map((one) => one.handler));
  return readCallEdges(program).flatMap(({ call, callee }): readonly IoPlacement[] => {
    const one = call.function;
    if (one === null || one.isAsync || !handlers.has(one) || !callee.isAsync) return [];
    const gives = ownNodes(callee.body).some((node) => node.type === "yield");
    const waits = ownNodes(callee.body).some((node) => node.type === "await");
    if (gives || !waits || isHandedOn(call.node)) return [];
    return [
      {
        call: { ...call, kind: "service", mode: "awaited" },
        function: one,
        place: "plain-function",
      },
    ];
  });
}

/** Returned, or given to something that runs it: `asyncio.run(client.get(url))`. */
function isHandedOn(node: SyntaxNode): boolean {
  if (node.parent?.type === "return_statement") return true;
  const call = node.parent?.type === "argument_list" ? node.parent.parent : null;
  const callee = call === null ? undefined : childAt(call, "function");
  return (
    callee !== undefined &&
    /(?:run\w*|wait\w*|gather|create_task|ensure_future|add_task|Response|syncify|async_to_sync)$/u.test(
      textOf(callee),
    )
  );
}

/** Plain functions that an `async def` calls directly, or through others. */
function calledOnLoop(
  program: Program,
  offLoop: ReadonlySet<PythonFunction>,
): ReadonlySet<PythonFunction> {
  const handOffs = readHandOffs(program);
  const calledBy = new Map<PythonFunction, Set<PythonFunction>>();
  for (const { call, callee } of readCallEdges(program)) {
    if (call.function === null || callee.isAsync) continue;
    if (isInHandedOffLambda(handOffs, call.node)) continue;
    const set = calledBy.get(call.function) ?? new Set();
    calledBy.set(call.function, set.add(callee));
  }
  const result = new Set<PythonFunction>();
  const stack = [...calledBy.keys()].filter((one) => one.isAsync);
  for (let one = stack.pop(); one !== undefined; one = stack.pop()) {
    for (const callee of calledBy.get(one) ?? []) {
      if (result.has(callee) || offLoop.has(callee)) continue;
      result.add(callee);
      stack.push(callee);
    }
  }
  return result;
}
