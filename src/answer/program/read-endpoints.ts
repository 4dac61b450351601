import { childAt, childrenAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { readStringLiteral } from "../python/string-literal.ts";
import { argumentAt, firstArgument } from "./arguments.ts";
import { callOptions } from "./call-options.ts";
import { calleesOf } from "./callee.ts";
import { constantText, elementsOf, unknownPart } from "./constant.ts";
import { findRouters, routerByUse } from "./find-routers.ts";
import type { RouterTable } from "./find-routers.ts";
import { resolve } from "./resolve.ts";
import type { Router } from "./routers.ts";
import type { PythonFunction, PythonModule } from "./types.ts";
import { unrollRegistration } from "./unroll-registration.ts";
import type { ArgumentValue } from "./unroll-registration.ts";

/** A route as it is registered, before its router's chain is known. */
export interface Route {
  /** The function that answers; null: a decorator without one (an excerpt), or a function not shown. */
  readonly handler: PythonFunction | null;
  /** The handler's name, or what stands in its place. */
  readonly name: string;
  /** Upper case; `WEBSOCKET` for a websocket. */
  readonly methods: readonly string[];
  /** The route's own path, with `…` for what the code does not tell. */
  readonly path: string;
  readonly router: Router;
  /** The call that registers it: the decorator's expression or `add_api_route(…)`. */
  readonly node: SyntaxNode;
  readonly module: PythonModule;
  /** Keyword arguments of that call. */
  readonly options: ReadonlyMap<string, SyntaxNode>;
}

const verbs = new Set(["get", "post", "put", "patch", "delete", "head", "options", "trace"]);
const websocketDecorators = new Set(["websocket", "websocket_route"]);
const otherDecorators = new Set(["api_route", "route"]);
const adders = new Set([
  "add_api_route",
  "add_route",
  "add_api_websocket_route",
  "add_websocket_route",
]);
const routeClasses = /(?:^|\.)(?:APIRoute|APIWebSocketRoute|Route|WebSocketRoute)$/u;

/** The routes that a module registers. */
export function readRoutes(table: RouterTable, module: PythonModule): readonly Route[] {
  const { callsByModule, decoratorsByModule } = table.index;
  const routes = [
    ...(decoratorsByModule.get(module) ?? []).flatMap((one) =>
      routesOfDecorator(table, module, one),
    ),
    ...(callsByModule.get(module) ?? []).flatMap((one) => routesOfCall(table, module, one)),
  ];
  return routes.toSorted((left, right) => left.node.start - right.node.start);
}

function routesOfDecorator(
  table: RouterTable,
  module: PythonModule,
  decorator: SyntaxNode,
): readonly Route[] {
  const call = namedChildren(decorator)[0];
  if (call?.type !== "call") return [];
  const callee = childAt(call, "function");
  if (callee?.type !== "attribute") return [];
  const method = textOf(childAt(callee, "attribute") ?? callee);
  if (!verbs.has(method) && !websocketDecorators.has(method) && !otherDecorators.has(method)) {
    return [];
  }
  const definition =
    decorator.parent?.type === "decorated_definition"
      ? childAt(decorator.parent, "definition")
      : undefined;
  const handler =
    definition === undefined ? null : (table.index.functionByNode.get(definition) ?? null);
  if (definition !== undefined && handler === null) return [];
  const options = callOptions(table.index, call);
  return routersOf(table, callee, call).map((router) => ({
    handler,
    name: handler?.name ?? "(no function shown)",
    methods: methodsOf(table, method, options),
    path: pathOf(table, argumentAt(call, "path", 0)),
    router,
    node: call,
    module,
    options,
  }));
}

/** The routers of `x.get(…)`: what is not shown must at least be given a path. */
function routersOf(table: RouterTable, callee: SyntaxNode, call: SyntaxNode): readonly Router[] {
  const receiver = childAt(callee, "object");
  if (receiver === undefined) return [];
  const known = findRouters(table, receiver);
  const path = argumentAt(call, "path", 0);
  const literal = path === undefined ? null : readStringLiteral(path);
  if (
    known.length === 0 &&
    call.parent?.type === "decorator" &&
    literal?.startsWith("/") === true
  ) {
    return routerByUse(table, receiver);
  }
  return known.filter((one) => one.node !== null || literal === null || /^(?:\/|$)/u.test(literal));
}

function methodsOf(
  table: RouterTable,
  method: string,
  options: ReadonlyMap<string, SyntaxNode>,
): readonly string[] {
  if (verbs.has(method)) return [method.toUpperCase()];
  if (method.includes("websocket")) return ["WEBSOCKET"];
  const given = options.get("methods");
  const listed = given === undefined ? [] : elementsOf(table.index, given);
  const names = listed.flatMap((one) => constantText(table.index, one)?.toUpperCase() ?? []);
  return names.length > 0 ? names : ["GET"];
}

function pathOf(table: RouterTable, path: SyntaxNode | undefined): string {
  return path === undefined ? "" : (constantText(table.index, path) ?? `/${unknownPart}`);
}

/** `router.add_api_route("/x", f)`, and `APIRoute("/x", f)` in a list of routes. */
function routesOfCall(
  table: RouterTable,
  module: PythonModule,
  call: SyntaxNode,
): readonly Route[] {
  const callee = childAt(call, "function");
  if (callee === undefined) return [];
  if (callee.type === "attribute") {
    const method = childrenAt(callee, "attribute").map(textOf)[0] ?? "";
    if (!adders.has(method)) return [];
    return routersOf(table, callee, call).flatMap((router) =>
      unrollRegistration(table.index, call).map((valueOf) =>
        added(table, module, call, method, router, valueOf),
      ),
    );
  }
  const found = callee.type === "identifier" ? resolve(table.index, callee) : null;
  if (found?.kind !== "external" || !routeClasses.test(found.name)) return [];
  const maker = listOwner(call);
  const routers = maker === null ? [] : findRouters(table, maker);
  const method = found.name.includes("WebSocket") ? "websocket" : "route";
  return routers.map((router) => added(table, module, call, method, router));
}

/** The call in whose arguments a list of routes stands: `FastAPI(routes=[…])`. */
function listOwner(node: SyntaxNode): SyntaxNode | null {
  for (let above = node.parent; above !== null; above = above.parent) {
    if (above.type === "call") return above;
    if (above.type.endsWith("_statement")) return null;
  }
  return null;
}

function added(
  table: RouterTable,
  module: PythonModule,
  call: SyntaxNode,
  method: string,
  router: Router,
  valueOf: ArgumentValue = (argument) => argument,
): Route {
  const given = argumentAt(call, "endpoint", 1) ?? firstArgument(call);
  const target = given === undefined ? undefined : valueOf(given);
  const options = new Map(
    [...callOptions(table.index, call, valueOf)].map(([name, one]) => [name, valueOf(one)]),
  );
  const path = argumentAt(call, "path", 0);
  const callees = target === undefined ? [] : calleesOf(table.index, target);
  const handler = callees.find((one) => one.kind === "function") ?? null;
  return {
    handler,
    name: handler?.name ?? (target === undefined ? "(none)" : textOf(target)),
    methods: methodsOf(table, method, options),
    path: pathOf(table, path === undefined ? undefined : valueOf(path)),
    router,
    node: call,
    module,
    options,
  };
}
