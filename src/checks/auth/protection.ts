import { passesPath } from "../../answer/index.ts";
import type {
  Endpoint,
  EndpointChain,
  Middleware,
  Program,
  PythonFunction,
  PythonModule,
  SyntaxNode,
} from "../../answer/index.ts";
import type { Authentication } from "./authentication.ts";

/** The place that protects an endpoint. */
export interface Protection {
  readonly module: PythonModule;
  readonly node: SyntaxNode;
}

/** What protects an endpoint on every way that leads to it; null: some way is open. */
export function protectionOf(
  endpoint: Endpoint,
  program: Program,
  authentication: Authentication,
): Protection | null {
  const uses = [...endpoint.dependencies, ...endpoint.chains.flatMap((one) => one.dependencies)];
  if (uses.some((use) => authentication.isToothless(use, endpoint.handler))) return null;
  const own = endpoint.dependencies.find((use) => authentication.guards(use));
  if (own !== undefined) return { module: program.moduleOf(own.node), node: own.node };
  const { handler } = endpoint;
  if (handler !== null && authentication.bodyAuthenticates(handler)) {
    const [denial] = authentication.denialsOf(handler);
    return { module: handler.module, node: denial ?? handler.node };
  }
  let first: Protection | null = null;
  for (const chain of endpoint.chains) {
    const found = protectionOfChain(chain, endpoint, program, authentication);
    if (found === null) return null;
    first ??= found;
  }
  return first;
}

function protectionOfChain(
  chain: EndpointChain,
  endpoint: Endpoint,
  program: Program,
  authentication: Authentication,
): Protection | null {
  const use = chain.dependencies.find((one) => authentication.guards(one));
  if (use !== undefined) return { module: program.moduleOf(use.node), node: use.node };
  const isWebsocket = endpoint.methods.includes("WEBSOCKET");
  for (const one of program.middlewares) {
    const covers = chain.routers.includes(one.app) || one.app.node === null || !chain.rooted;
    if (!covers || (isWebsocket && !seesWebsockets(one))) continue;
    if (middlewareProtects(one, chain.path, program, authentication)) return one;
  }
  return null;
}

/** `@app.middleware("http")` and BaseHTTPMiddleware are passed by when a websocket connects. */
function seesWebsockets(one: Middleware): boolean {
  return (
    one.target.kind === "class" && !one.target.methods.some((method) => method.name === "dispatch")
  );
}

function middlewareProtects(
  one: Middleware,
  path: string,
  program: Program,
  authentication: Authentication,
): boolean {
  const { target } = one;
  if (target.kind === "named") return authentication.authenticates(target);
  const bodies: readonly PythonFunction[] =
    target.kind === "function"
      ? [target]
      : target.kind === "class"
        ? ["dispatch", "__call__"].flatMap((name) => program.resolveMethod(target, name) ?? [])
        : [];
  return bodies.some(
    (body) =>
      authentication.bodyAuthenticates(body) &&
      !passesPath(program, body, path, (node) => authentication.isDenial(node)),
  );
}
