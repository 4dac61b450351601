import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { argumentAt, keywordArguments } from "./arguments.ts";
import { calleesOf } from "./callee.ts";
import type { Callee } from "./callee.ts";
import { elementsOf } from "./constant.ts";
import { findRouters } from "./find-routers.ts";
import type { RouterTable } from "./find-routers.ts";
import type { Router } from "./routers.ts";
import type { PythonModule } from "./types.ts";

/** Something that every request of an application passes through. */
export interface Middleware {
  /** A function `(request, call_next)`, a class, or a name that is not shown. */
  readonly target: Callee;
  /** The call or decorator that adds it. */
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  readonly app: Router;
}

/** `@app.middleware("http")`, `app.add_middleware(…)`, `FastAPI(middleware=[…])`. */
export function readMiddlewares(
  table: RouterTable,
  modules: readonly PythonModule[],
): readonly Middleware[] {
  const { callsByModule, decoratorsByModule } = table.index;
  return modules.flatMap((module) => [
    ...(decoratorsByModule.get(module) ?? []).flatMap((one) => decorated(table, module, one)),
    ...(callsByModule.get(module) ?? []).flatMap((one) => [
      ...addedTo(table, module, one),
      ...given(table, module, one),
    ]),
  ]);
}

function decorated(
  table: RouterTable,
  module: PythonModule,
  decorator: SyntaxNode,
): readonly Middleware[] {
  const call = namedChildren(decorator)[0];
  const callee = call?.type === "call" ? childAt(call, "function") : undefined;
  if (call === undefined || callee?.type !== "attribute") return [];
  if (textOf(childAt(callee, "attribute") ?? callee) !== "middleware") return [];
  const definition =
    decorator.parent === null ? undefined : childAt(decorator.parent, "definition");
  const target = definition && table.index.functionByNode.get(definition);
  const receiver = childAt(callee, "object");
  if (target === undefined || receiver === undefined) return [];
  return findRouters(table, receiver).map((app) => ({ target, node: call, module, app }));
}

function addedTo(
  table: RouterTable,
  module: PythonModule,
  call: SyntaxNode,
): readonly Middleware[] {
  const callee = childAt(call, "function");
  if (callee?.type !== "attribute") {
    return [];
  }
  const method = textOf(childAt(callee, "attribute") ?? callee);
  const receiver = childAt(callee, "object");
  if (receiver === undefined) return [];
  if (method === "add_middleware") {
    const targets = targetsOf(table, call);
    return findRouters(table, receiver).flatMap((app) =>
      targets.map((target) => ({ target, node: call, module, app })),
    );
  }
  // `app.middleware("http")(function)`
  const outer = call.parent?.type === "call" && call.field === "function" ? call.parent : undefined;
  const handler = method === "middleware" && outer ? argumentAt(outer, "func", 0) : undefined;
  if (handler === undefined) return [];
  return findRouters(table, receiver).flatMap((app) =>
    calleesOf(table.index, handler).map((target) => ({ target, node: call, module, app })),
  );
}

/** The class, and a `dispatch=` function given to it. */
function targetsOf(table: RouterTable, call: SyntaxNode): readonly Callee[] {
  const dispatch = keywordArguments(call).get("dispatch");
  const main = argumentAt(call, "middleware_class", 0) ?? argumentAt(call, "cls", 0);
  return [main, dispatch].flatMap((one) => (one === undefined ? [] : calleesOf(table.index, one)));
}

function given(table: RouterTable, module: PythonModule, call: SyntaxNode): readonly Middleware[] {
  const list = keywordArguments(call).get("middleware");
  if (list === undefined) return [];
  const makers = elementsOf(table.index, list).filter((one) => one.type === "call");
  return findRouters(table, call).flatMap((app) =>
    makers.flatMap((one) =>
      targetsOf(table, one).map((target) => ({ target, node: one, module, app })),
    ),
  );
}
