import { childAt, namedChildren, textOf } from "../python/syntax-tree.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { callOptions, makerOf } from "./call-options.ts";
import { externalBase } from "./callee.ts";
import { constantText, elementsOf, unknownPart } from "./constant.ts";
import { returnedExpressions } from "./function-body.ts";
import { isLibraryPackage } from "./library-names.ts";
import { moduleOf } from "./program-index.ts";
import type { ProgramIndex } from "./program-index.ts";
import { resolve } from "./resolve.ts";
import { typeOf } from "./type-of.ts";
import type { Router } from "./routers.ts";

/** The routers met so far: one object for each call that makes one, and for each name not shown. */
export interface RouterTable {
  readonly index: ProgramIndex;
  readonly byKey: Map<SyntaxNode | string, Router>;
}

const deepest = 10;

/** Whether a dotted name is the class of an application or of a router. */
function kindOfClass(name: string): Router["kind"] | null {
  const last = name.split(".").at(-1) ?? "";
  if (/(?:^|[a-z])(?:FastAPI|Starlette)$/u.test(last)) return "app";
  return /(?:API|^|[a-z])Router$/u.test(last) ? "router" : null;
}

/**
 * The applications or routers that an expression stands for; none where it is something else.
 * A name that the answer does not show is taken for one if it is called like one.
 */
export function findRouters(table: RouterTable, node: SyntaxNode, depth = 0): readonly Router[] {
  if (depth > deepest) return [];
  if (node.type === "call") return routersMade(table, node, textOf(node), depth);
  const { index } = table;
  const found = resolve(index, node);
  switch (found.kind) {
    case "value": {
      if (found.through === "loop") return routersOfLoop(table, found.node, found.at, depth);
      if (found.node === node) return [];
      if (found.node.type === "call") return routersMade(table, found.node, textOf(node), depth);
      return found.node.type === "identifier" || found.node.type === "attribute"
        ? findRouters(table, found.node, depth + 1)
        : [];
    }
    case "parameter": {
      const type = typeOf(index, found);
      const kind = type === null ? kindOfName(found.parameter.name) : kindOfType(index, type);
      return kind === null ? [] : [notShown(table, kind, found.parameter.name, node)];
    }
    case "external": {
      const kind = isLibraryPackage(found.name.split(".")[0] ?? "") ? null : kindOfName(found.name);
      return kind === null ? [] : [notShown(table, kind, found.name, node)];
    }
    case "unbound": {
      const kind = kindOfName(found.name);
      return kind === null ? [] : [notShown(table, kind, found.name, node)];
    }
    case "unknown": {
      const kind = kindOfName(textOf(node));
      return kind === null ? [] : [notShown(table, kind, textOf(node), node)];
    }
    default:
      return [];
  }
}

/**
 * A name that the answer does not define and on which it registers a route: an excerpt's router,
 * whatever it is called.
 */
export function routerByUse(table: RouterTable, node: SyntaxNode): readonly Router[] {
  const found = node.type === "identifier" ? resolve(table.index, node) : null;
  return found?.kind === "unbound" && !servesTests.test(found.name)
    ? [notShown(table, "router", found.name, node)]
    : [];
}

/** `@mock.patch("/x")`, `@responses.get("/x")` */
const servesTests = /mock|patch|respx|responses|client|requests|locust/iu;

function kindOfType(
  index: ProgramIndex,
  type: NonNullable<ReturnType<typeof typeOf>>,
): Router["kind"] | null {
  const name = type.kind === "class" ? externalBase(index, type) : type.name;
  return name === null ? null : kindOfClass(name);
}

/** `app`, `api`, `users_router`, `users.router`, `v1`: names of applications and routers. */
function kindOfName(name: string): Router["kind"] | null {
  const last = name.split(".").at(-1) ?? "";
  if (/^(?:\w*_)?(?:app|application|fastapi)$/iu.test(last)) return "app";
  return /^(?:\w*_)?(?:router|routes|api|blueprint|v\d+)$|Router$/iu.test(last) ? "router" : null;
}

function routersMade(
  table: RouterTable,
  call: SyntaxNode,
  name: string,
  depth: number,
): readonly Router[] {
  const known = table.byKey.get(call);
  if (known !== undefined) return [known];
  const { index } = table;
  const maker = childAt(call, "function");
  if (maker === undefined) return [];
  const found = resolve(index, maker);
  if (found.kind === "function") {
    const returned = returnedExpressions(found).flatMap((one) =>
      findRouters(table, one, depth + 1),
    );
    if (returned.length > 0) return [...new Set(returned)];
    const type = typeOf(index, resolve(index, call));
    const kind = type === null ? null : kindOfType(index, type);
    return kind === null ? [] : [notShown(table, kind, name, call)];
  }
  return routerMade(table, call) ?? [];
}

/** The router that a call makes by itself: `FastAPI(…)`, `APIRouter(…)`, a class derived of them. */
export function routerMade(table: RouterTable, call: SyntaxNode): readonly [Router] | null {
  const known = table.byKey.get(call);
  if (known !== undefined) return [known];
  const { index } = table;
  const maker = childAt(call, "function");
  if (maker === undefined) return null;
  const { definition: found, options: own } = makerOf(index, maker);
  const name = nameGiven(call);
  const className =
    found.kind === "class"
      ? externalBase(index, found)
      : found.kind === "external" || found.kind === "unbound"
        ? found.name
        : null;
  const kind = className === null ? null : (kindOfClass(className) ?? kindOfMaker(className, name));
  if (kind === null) return null;
  const options = new Map([...own, ...callOptions(index, call)]);
  const prefix = options.get("prefix");
  const router: Router = {
    kind,
    node: call,
    name,
    module: moduleOf(index, call),
    options,
    prefix: prefix === undefined ? "" : (constantText(index, prefix) ?? `/${unknownPart}`),
  };
  table.byKey.set(call, router);
  return [router];
}

/** The variable to which a call's result is given, else the call's own words. */
function nameGiven(call: SyntaxNode): string {
  const target = call.parent?.type === "assignment" ? childAt(call.parent, "left") : undefined;
  return textOf(target ?? call);
}

/** `app = create_app()` of the user's own: by both names. */
function kindOfMaker(maker: string, name: string): Router["kind"] | null {
  if (isLibraryPackage(maker.split(".")[0] ?? "")) return null;
  const last = maker.split(".").at(-1) ?? "";
  if (/^(?:create|make|build|get|init)_\w*(?:app|application|api)$/u.test(last)) return "app";
  return /^(?:create|make|build|get)_\w*router$/u.test(last)
    ? (kindOfName(name) ?? "router")
    : null;
}

function notShown(
  table: RouterTable,
  kind: Router["kind"],
  name: string,
  node: SyntaxNode,
): Router {
  const apps = [...table.byKey.values()].filter((one) => one.kind === "app" && one.node !== null);
  const [only] = apps;
  if (kind === "app" && apps.length === 1 && only !== undefined) return only;
  const known = table.byKey.get(name);
  if (known !== undefined) return known;
  const module = moduleOf(table.index, node);
  const router: Router = { kind, node: null, name, module, options: new Map(), prefix: "" };
  table.byKey.set(name, router);
  return router;
}

/** `for router in (users.router, posts.router)`, also over pairs. */
function routersOfLoop(
  table: RouterTable,
  iterable: SyntaxNode,
  at: number | null,
  depth: number,
): readonly Router[] {
  return elementsOf(table.index, iterable).flatMap((element) => {
    const one = at === null ? element : namedChildren(element)[at];
    return one === undefined ? [] : findRouters(table, one, depth + 1);
  });
}
