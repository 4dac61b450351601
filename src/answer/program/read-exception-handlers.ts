import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { argumentAt, keywordArguments } from "./arguments.ts";
import { calleesOf } from "./callee.ts";
import type { Callee } from "./callee.ts";
import type { RouterTable } from "./find-routers.ts";
import { elementsOf } from "./constant.ts";
import type { Definition } from "./definition.ts";
import { resolve } from "./resolve.ts";
import type { PythonModule } from "./types.ts";

/** A function registered for an exception class or a status. */
export interface ExceptionHandler {
  /** The class or the status, as it is written. */
  readonly exception: SyntaxNode;
  /** What `exception` stands for; a loop gives one handler for each element. */
  readonly definition: Definition;
  readonly targets: readonly Callee[];
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/** `@app.exception_handler(E)`, `app.add_exception_handler(E, f)`, `FastAPI(exception_handlers={E: f})`. */
export function readExceptionHandlers(
  table: RouterTable,
  modules: readonly PythonModule[],
): readonly ExceptionHandler[] {
  return modules.flatMap((module) =>
    (table.index.callsByModule.get(module) ?? []).flatMap((call) => ofCall(table, module, call)),
  );
}

function ofCall(
  table: RouterTable,
  module: PythonModule,
  call: SyntaxNode,
): readonly ExceptionHandler[] {
  const { index } = table;
  const callee = childAt(call, "function");
  const method = callee?.type === "attribute" ? textOf(childAt(callee, "attribute") ?? callee) : "";
  const make = (exception: SyntaxNode, targets: readonly Callee[]): readonly ExceptionHandler[] =>
    exceptionsOf(table, exception).map((one) => ({
      exception: one,
      definition: resolve(index, one),
      targets,
      node: call,
      module,
    }));

  if (method === "exception_handler") {
    const exception = argumentAt(call, "exc_class_or_status_code", 0);
    const above = call.parent?.type === "decorator" ? call.parent.parent : null;
    const definition = above === null ? undefined : childAt(above, "definition");
    const target = definition && index.functionByNode.get(definition);
    if (exception === undefined) return [];
    if (target !== undefined) return make(exception, [target]);
    // `app.exception_handler(E)(handle)`
    const outer = call.parent?.type === "call" && call.field === "function" ? call.parent : null;
    const handler = outer === null ? undefined : argumentAt(outer, "func", 0);
    return handler === undefined ? [] : make(exception, calleesOf(index, handler));
  }
  if (method === "add_exception_handler") {
    const exception = argumentAt(call, "exc_class_or_status_code", 0);
    const handler = argumentAt(call, "handler", 1);
    return exception === undefined || handler === undefined
      ? []
      : make(exception, calleesOf(index, handler));
  }
  const pairs = keywordArguments(call).get("exception_handlers");
  if (pairs === undefined) return [];
  return dictionaryPairs(table, pairs).flatMap(([key, value]) =>
    make(key, calleesOf(index, value)),
  );
}

/** `for error in (NotFound, Conflict): app.add_exception_handler(error, handle)`. */
function exceptionsOf(table: RouterTable, node: SyntaxNode): readonly SyntaxNode[] {
  const found = resolve(table.index, node);
  if (found.kind !== "value" || found.through !== "loop") return [node];
  const elements = elementsOf(table.index, found.node);
  const keys = dictionaryPairs(table, found.node).map(([key]) => key);
  const picked = elements.map((one) =>
    found.at === null ? one : (namedChildren(one)[found.at] ?? one),
  );
  return [...picked, ...keys].length > 0 ? [...picked, ...keys] : [node];
}

function dictionaryPairs(
  table: RouterTable,
  node: SyntaxNode,
): readonly (readonly [SyntaxNode, SyntaxNode])[] {
  let target = node;
  // `handlers.items()`
  if (target.type === "call") {
    const callee = childAt(target, "function");
    target = (callee && childAt(callee, "object")) ?? target;
  }
  if (target.type !== "dictionary") {
    const found = resolve(table.index, target);
    if (found.kind !== "value") return [];
    target = found.node;
  }
  return namedChildren(target).flatMap((pair) => {
    const [key, value] = [childAt(pair, "key"), childAt(pair, "value")];
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
}
