import type { AssembledAnswer } from "../files/index.ts";
import type { SyntaxNode } from "../python/syntax-tree.ts";
import { calleesAt, calleesOf } from "./callee.ts";
import type { Callee } from "./callee.ts";
import { methodOf } from "./class-members.ts";
import type { Definition } from "./definition.ts";
import { routerMade } from "./find-routers.ts";
import type { RouterTable } from "./find-routers.ts";
import { indexModules, moduleOf } from "./program-index.ts";
import {
  dependenciesOfCallee,
  dependenciesOfFunction,
  dependenciesOfList,
} from "./read-dependencies.ts";
import type { DependencyUse } from "./read-dependencies.ts";
import { readRoutes } from "./read-endpoints.ts";
import type { Route } from "./read-endpoints.ts";
import { readExceptionHandlers } from "./read-exception-handlers.ts";
import type { ExceptionHandler } from "./read-exception-handlers.ts";
import { readChains, readInclusions } from "./read-inclusions.ts";
import { readMiddlewares } from "./read-middlewares.ts";
import type { Middleware } from "./read-middlewares.ts";
import { readModule } from "./read-module.ts";
import { resolve } from "./resolve.ts";
import { typeOf, typeOfAnnotation } from "./type-of.ts";
import type { PythonType } from "./type-of.ts";
import type { Inclusion, Router, RouterChain } from "./routers.ts";
import type { PythonClass, PythonFunction, PythonModule } from "./types.ts";

/**
 * The Python of an answer as one program. All checks ask this model; what several of them need
 * to know of the syntax tree belongs here.
 */
export interface Program {
  /** In the order of the answer. */
  readonly modules: readonly PythonModule[];
  /** Applications and routers of the implementation, the not shown ones included. */
  readonly routers: readonly Router[];
  readonly inclusions: readonly Inclusion[];
  /** Routes that the implementation registers, examples of use included; one for each decorator. */
  readonly endpoints: readonly Endpoint[];
  readonly middlewares: readonly Middleware[];
  readonly exceptionHandlers: readonly ExceptionHandler[];
  /** What a name or an attribute stands for where it is written. */
  resolve(node: SyntaxNode): Definition;
  /** The class of which the value of an expression is an instance, where it can be told. */
  typeOf(node: SyntaxNode): PythonType | null;
  /** The class that an annotation names: the first of a union, what `Annotated` wraps. */
  typeOfAnnotation(node: SyntaxNode): PythonType | null;
  /** The module in whose tree a node stands. */
  moduleOf(node: SyntaxNode): PythonModule;
  /** What runs when the value of an expression is called. */
  calleesOf(node: SyntaxNode): readonly Callee[];
  /** What runs at a `call` node. */
  calleesAt(call: SyntaxNode): readonly Callee[];
  /** What a function, class or other callee depends on by its parameters. */
  dependenciesOf(callee: Callee): readonly DependencyUse[];
  /** A method of a class or of the nearest of its bases that the answer shows. */
  resolveMethod(one: PythonClass, name: string): PythonFunction | null;
  /** The functions and methods of which a node is in the body, the innermost one. */
  functionAround(node: SyntaxNode): PythonFunction | null;
}

export interface Endpoint extends Route {
  /** Every way from its router to an application; at least one. */
  readonly chains: readonly EndpointChain[];
  /** Dependencies of the handler's parameters and of `dependencies=` on the route. */
  readonly dependencies: readonly DependencyUse[];
}

export interface EndpointChain extends RouterChain {
  /** The whole path, with `…` for what the code does not tell. */
  readonly path: string;
  /** Dependencies of the routers, of the inclusions and of the application on this way. */
  readonly dependencies: readonly DependencyUse[];
}

/** Reads all Python files of an answer; code of any quality gives a program. */
export function buildProgram(answer: AssembledAnswer): Program {
  const modules = answer.files
    .filter((file) => file.language === "python" || file.path.endsWith(".py"))
    .map(readModule);
  const index = indexModules(modules, resolve);
  const table: RouterTable = { index, byKey: new Map() };
  const implementation = modules.filter((module) => module.role === "implementation");
  meetRouters(table, implementation);

  const routes = implementation.flatMap((module) => readRoutes(table, module));
  const inclusions = readInclusions(table, implementation);
  const routers = [...new Set(table.byKey.values())];
  const apps = routers.filter((one) => one.kind === "app" && !isMounted(one, inclusions));
  const onlyApp = apps.length === 1 ? (apps[0] ?? null) : null;

  const uses = new Map<Callee, readonly DependencyUse[]>();
  const endpoints = routes.map((route): Endpoint => {
    const own = route.handler === null ? [] : dependenciesOfFunction(index, route.handler);
    return {
      ...route,
      dependencies: [
        ...own,
        ...dependenciesOfList(index, route.options.get("dependencies"), "route"),
      ],
      chains: readChains(route.router, inclusions, onlyApp).map((chain) => ({
        ...chain,
        path: chain.prefix + route.path,
        dependencies: dependenciesOfChain(chain),
      })),
    };
  });

  function dependenciesOfChain(chain: RouterChain): readonly DependencyUse[] {
    const result: DependencyUse[] = [];
    for (const [at, router] of chain.routers.entries()) {
      const place = router.kind === "app" ? "app" : "router";
      result.push(...dependenciesOfList(index, router.options.get("dependencies"), place));
      const inclusion = chain.inclusions[at];
      if (inclusion === undefined) continue;
      // A mounted application answers for itself.
      if (inclusion.kind === "mount") break;
      result.push(...dependenciesOfList(index, inclusion.options.get("dependencies"), "include"));
    }
    return result;
  }

  return {
    modules,
    routers,
    inclusions,
    endpoints,
    middlewares: readMiddlewares(table, implementation),
    exceptionHandlers: readExceptionHandlers(table, implementation),
    resolve: (node) => resolve(index, node),
    typeOf: (node) => typeOf(index, resolve(index, node)),
    typeOfAnnotation: (node) => typeOfAnnotation(index, node),
    moduleOf: (node) => moduleOf(index, node),
    calleesOf: (node) => calleesOf(index, node),
    calleesAt: (call) => calleesAt(index, call),
    dependenciesOf: (callee) => {
      const known = uses.get(callee) ?? dependenciesOfCallee(index, callee);
      uses.set(callee, known);
      return known;
    },
    resolveMethod: (one, name) => methodOf(one, name, (base) => resolve(index, base)),
    functionAround: (node) => {
      for (let above: SyntaxNode | null = node; above !== null; above = above.parent) {
        const found = index.functionByNode.get(above);
        if (found !== undefined) return found;
      }
      return null;
    },
  };
}

/** Applications first, so that a parameter `app` finds the only one. */
function meetRouters(table: RouterTable, modules: readonly PythonModule[]): void {
  for (const module of modules) {
    for (const call of table.index.callsByModule.get(module) ?? []) routerMade(table, call);
  }
}

function isMounted(router: Router, inclusions: readonly Inclusion[]): boolean {
  return inclusions.some((one) => one.child === router);
}
