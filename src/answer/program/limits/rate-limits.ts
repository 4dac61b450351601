import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, EndpointChain, Program } from "../build-program.ts";
import type { Callee } from "../callee.ts";
import { optionOf, flagOf } from "../endpoints/call-option.ts";
import { callsOf, readCalls } from "../located-calls.ts";
import { passesPath } from "../path-condition.ts";
import type { DependencyUse } from "../read-dependencies.ts";
import type { Middleware } from "../read-middlewares.ts";
import { reachableFunctions } from "../reachable-functions.ts";
import type { PythonFunction, PythonModule } from "../types.ts";
import {
  isRefusal,
  namesRateLimit,
  providesLimiter,
  refusesTooMany,
  refusesWithin,
} from "./refusals.ts";

/** The place that limits how often an endpoint may be called. */
export interface RateLimit {
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/**
 * What limits an endpoint: a decorator below its route, a dependency of its own or of its routers,
 * a function that it calls, a middleware that does not pass its path by, or a default limit.
 */
export function rateLimitOf(program: Program, endpoint: Endpoint): RateLimit | null {
  const { handler } = endpoint;
  const decorator = handler === null ? undefined : limitingDecorator(program, endpoint, handler);
  if (decorator !== undefined) return { node: decorator, module: endpoint.module };
  const own = limitOfUses(program, endpoint.dependencies, handler);
  if (own !== null) return own;
  if (handler !== null) {
    const called = reachableFunctions(program, handler).find((one) => refusesTooMany(program, one));
    if (called !== undefined) return { node: called.node, module: called.module };
  }
  const ofChains = endpoint.chains.map(
    (chain) =>
      limitOfUses(program, chain.dependencies, handler) ?? limitOfMiddlewares(program, chain),
  );
  const [first] = ofChains;
  if (first !== undefined && ofChains.every((one) => one !== null)) return first;
  return handler !== null && isExempt(handler) ? null : defaultLimit(program);
}

function limitingDecorator(
  program: Program,
  endpoint: Endpoint,
  handler: PythonFunction,
): SyntaxNode | undefined {
  // A decorator above the route's wraps a function that is registered already.
  const isRoute = handler.decorators.includes(endpoint.node);
  return handler.decorators.find((one) => {
    if (one === endpoint.node || (isRoute && one.start < endpoint.node.start)) return false;
    return isLimitingDecorator(program, one);
  });
}

function isLimitingDecorator(program: Program, decorator: SyntaxNode): boolean {
  const callee = decorator.type === "call" ? childAt(decorator, "function") : decorator;
  if (callee === undefined) return false;
  const found = program.resolve(callee);
  if (found.kind === "function") return refusesWithin(program, found);
  const receiver = callee.type === "attribute" ? childAt(callee, "object") : undefined;
  const text = textOf(callee);
  if (receiver !== undefined && /\.(?:shared_)?limit$/u.test(text)) {
    const type = program.typeOf(receiver);
    const name = type === null ? text : type.name;
    return /limit|throttl/iu.test(name) && !isDisabled(program, receiver);
  }
  if (found.kind === "class") {
    const call = program.resolveMethod(found, "__call__");
    return call !== null && refusesWithin(program, call);
  }
  return namesRateLimit(text);
}

/** `Limiter(…, enabled=False)` */
function isDisabled(program: Program, limiter: SyntaxNode): boolean {
  const found = program.resolve(limiter);
  return (
    found.kind === "value" &&
    found.node.type === "call" &&
    flagOf(program, found.node, "enabled") === false
  );
}

function isExempt(handler: PythonFunction): boolean {
  return handler.decorators.some((one) => /limiter\w*\.exempt\b/u.test(textOf(one)));
}

function limitOfUses(
  program: Program,
  uses: readonly DependencyUse[],
  handler: PythonFunction | null,
): RateLimit | null {
  for (const use of uses) {
    if (use.callees.some((one) => limits(program, one, use, handler))) {
      return { node: use.node, module: program.moduleOf(use.node) };
    }
  }
  return null;
}

function limits(
  program: Program,
  callee: Callee,
  use: DependencyUse,
  handler: PythonFunction | null,
): boolean {
  switch (callee.kind) {
    case "function":
      return reachesRefusal(program, callee);
    case "class": {
      const call = program.resolveMethod(callee, "__init__");
      return call !== null && reachesRefusal(program, call);
    }
    case "named":
      return limitsByName(program, callee.name, use, handler);
    case "lambda":
      return false;
    default:
      return use.call !== null && namesRateLimit(dependencyText(use.call));
  }
}

/** A limiter that is injected limits where it is asked, which the handler's own calls tell. */
function limitsByName(
  program: Program,
  name: string,
  use: DependencyUse,
  handler: PythonFunction | null,
): boolean {
  if (!namesRateLimit(name)) return false;
  if (use.parameter === null || handler === null) return true;
  if (!providesLimiter(name) && use.call !== null) return true;
  const { name: given } = use.parameter;
  return callsOf(program, handler).some(
    (call) => call.receiver !== null && textOf(call.receiver) === given,
  );
}

function dependencyText(call: SyntaxNode): string {
  return textOf(childAt(call, "arguments") ?? call).replaceAll(/\(.*\)$|[()\s]/gu, "");
}

function reachesRefusal(program: Program, one: PythonFunction): boolean {
  return reachableFunctions(program, one).some((next) => refusesTooMany(program, next));
}

function limitOfMiddlewares(program: Program, chain: EndpointChain): RateLimit | null {
  for (const one of program.middlewares) {
    const covers = chain.routers.includes(one.app) || one.app.node === null || !chain.rooted;
    if (covers && middlewareLimits(program, one, chain.path)) return one;
  }
  return null;
}

function middlewareLimits(program: Program, one: Middleware, path: string): boolean {
  const { target } = one;
  if (target.kind === "named") return namesRateLimit(target.name);
  const bodies =
    target.kind === "function"
      ? [target]
      : target.kind === "class"
        ? ["dispatch", "__call__"].flatMap((name) => program.resolveMethod(target, name) ?? [])
        : [];
  return bodies.some(
    (body) =>
      reachesRefusal(program, body) &&
      !passesPath(program, body, path, (node) => isRefusal(program, node)),
  );
}

/** `Limiter(default_limits=[…])` of slowapi, given to the application or run by its middleware. */
function defaultLimit(program: Program): RateLimit | null {
  const limiter = readCalls(program).find(
    (call) =>
      call.name.endsWith("Limiter") &&
      call.module.role === "implementation" &&
      ["default_limits", "application_limits"].some(
        (name) => optionOf(program, call.node, name).kind === "given",
      ) &&
      flagOf(program, call.node, "enabled") !== false,
  );
  if (limiter === undefined) return null;
  const isInstalled =
    program.middlewares.some(
      (one) => one.target.kind === "named" && /SlowAPI\w*Middleware$/u.test(one.target.name),
    ) || program.modules.some((module) => /\.state\.limiter\s*=/u.test(module.root.source));
  return isInstalled ? { node: limiter.node, module: limiter.module } : null;
}
