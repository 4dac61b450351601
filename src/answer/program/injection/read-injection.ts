import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { callEdgesOf } from "../call-edges.ts";
import type { Callee } from "../callee.ts";
import { databaseHandleOf, readDatabaseClients, readDatabaseUses } from "../database/index.ts";
import { ioClientOf, readIoCalls } from "../io/index.ts";
import { callsOf, readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import { allDependencies, reachableFunctions } from "../reachable-functions.ts";
import type { PythonClass, PythonFunction } from "../types.ts";
import { globalValueOf } from "./global-values.ts";
import { originOf } from "./origin.ts";
import { isResource, isService, saysItIsService, serviceMadeBy } from "./services.ts";

/** A session, client or service that an endpoint does not get by injection. */
export interface BypassedInjection {
  readonly kind: "builds-session" | "builds-engine" | "builds-service" | "module-level";
  readonly call: LocatedCall;
  /** What is built or used, as it is written: `SessionLocal`, `UserService`, `db`. */
  readonly name: string;
}

/** How one endpoint comes by what it works with. */
export interface EndpointInjection {
  readonly endpoint: Endpoint;
  /** It uses a database session, a client or a service, by itself or through others. */
  readonly usesResources: boolean;
  readonly bypassed: readonly BypassedInjection[];
}

const known = new WeakMap<Program, readonly EndpointInjection[]>();

/** All endpoints with a handler, in the order of the program. */
export function readInjection(program: Program): readonly EndpointInjection[] {
  const cached = known.get(program);
  if (cached !== undefined) return cached;
  const table = readTable(program);
  const found = program.endpoints.flatMap((endpoint): readonly EndpointInjection[] => {
    const { handler } = endpoint;
    if (handler === null) return [];
    const called = calledFrom(program, handler);
    const bypassed = called.flatMap((one) => bypassedIn(program, table, one, one === handler));
    const usesResources =
      bypassed.length > 0 ||
      called.some((one) => table.working.has(one)) ||
      givesResource(program, endpoint, handler) ||
      reachableFunctions(program, handler, allDependencies(endpoint)).some((one) =>
        table.working.has(one),
      );
    return [{ endpoint, usesResources, bypassed }];
  });
  known.set(program, found);
  return found;
}

interface Table {
  /** Functions that use a database or a client. */
  readonly working: ReadonlySet<PythonFunction>;
  /** Classes whose objects keep a database's session, pool or client and work with it. */
  readonly databaseClasses: ReadonlySet<PythonClass>;
  readonly engines: ReadonlyMap<SyntaxNode, string>;
  readonly cache: Map<PythonFunction, readonly BypassedInjection[]>;
}

/** What the start-up keeps on the application. */
const ofApplication = /^(?:request|req|websocket|ws)\.app\.\w|^app\.state\.\w/u;

function readTable(program: Program): Table {
  const working = new Set<PythonFunction>();
  const databaseClasses = new Set<PythonClass>();
  for (const one of readDatabaseUses(program)) {
    const owner = one.function?.ownerClass;
    if (owner && one.receiver !== null && !databaseClasses.has(owner)) {
      const origin = originOf(program, one.receiver);
      if (origin.kind === "given" && origin.bySelf) databaseClasses.add(owner);
    }
    // A model that saves itself comes by no session.
    if (one.function !== null && one.handle !== null) working.add(one.function);
  }
  for (const one of readIoCalls(program)) {
    if (one.function === null || one.receiver === null) continue;
    if (!/^(?:database|http|redis|mail|service)$/u.test(one.kind)) continue;
    if (isResource(program, one.receiver)) working.add(one.function);
  }
  for (const one of readCalls(program)) {
    if (one.function === null || one.receiver === null) continue;
    if (ofApplication.test(textOf(one.receiver))) working.add(one.function);
  }
  const engines = new Map(
    readDatabaseClients(program)
      .filter((one) => one.kind !== "connection")
      .map((one) => [one.node, one.maker]),
  );
  return { working, databaseClasses, engines, cache: new Map() };
}

/** The handler and the functions of the answer that it calls, directly or through others. */
function calledFrom(program: Program, handler: PythonFunction): readonly PythonFunction[] {
  const result = new Set([handler]);
  for (const one of result) for (const edge of callEdgesOf(program, one)) result.add(edge.callee);
  return [...result];
}

/** A parameter of the endpoint is a session, a client or a service. */
function givesResource(program: Program, endpoint: Endpoint, handler: PythonFunction): boolean {
  return (
    endpoint.dependencies.some((use) => {
      if (use.parameter === null) return false;
      if (use.callees.some((callee) => saysResource(callee))) return true;
      const type =
        use.parameter.annotation === null
          ? null
          : program.typeOfAnnotation(use.parameter.annotation);
      if (type === null) return false;
      return type.kind === "class" ? isService(type) : saysItIsService(type.name);
    }) || handler.parameters.some((one) => isSessionName(one.annotation))
  );
}

function saysResource(callee: Callee): boolean {
  if (callee.kind === "class") return isService(callee);
  const name = callee.kind === "function" || callee.kind === "named" ? callee.name : "";
  return /(?:^|_)(?:session|db|database|service|repository|repo|uow|redis|client|mailer|conn|connection|pool)$|(?:Session|Service|Repository|Client|Redis)(?:Dep)?$/u.test(
    name.split(".").at(-1) ?? "",
  );
}

function isSessionName(annotation: SyntaxNode | null): boolean {
  return (
    annotation !== null &&
    /\b(?:AsyncSession|Session\w*Dep|DbSession|DBSession)\b/u.test(textOf(annotation))
  );
}

function bypassedIn(
  program: Program,
  table: Table,
  one: PythonFunction,
  isHandler: boolean,
): readonly BypassedInjection[] {
  const cached = isHandler ? undefined : table.cache.get(one);
  if (cached !== undefined) return cached;
  const found = callsOf(program, one).flatMap(
    (call) => bypassedBy(program, table, call, isHandler) ?? [],
  );
  if (!isHandler) table.cache.set(one, found);
  return found;
}

function bypassedBy(
  program: Program,
  table: Table,
  call: LocatedCall,
  isHandler: boolean,
): BypassedInjection | null {
  const callee = childAt(call.node, "function");
  if (callee === undefined) return null;
  const make = (kind: BypassedInjection["kind"], name = textOf(callee)): BypassedInjection => ({
    kind,
    call,
    name,
  });
  if (table.engines.has(call.node)) return make("builds-engine");
  const service = isHandler || isPlain(call.function) ? serviceMadeBy(program, call.node) : null;
  if (service !== null && (isHandler || service.endsWith("Service"))) {
    return make("builds-service", service);
  }
  const made = databaseHandleOf(program, call.node);
  if (made !== null && (made.kind === "session" || made.kind === "connection")) {
    const built = builtFrom(program, call, callee);
    if (built) return make("builds-session");
  }
  return usesModuleLevel(program, table, call)
    ? make("module-level", textOf(call.receiver ?? callee))
    : null;
}

function isPlain(one: PythonFunction | null): boolean {
  return one !== null && one.ownerClass === null;
}

/** The session is made of something that nobody gave: a factory, an engine or a library's function. */
function builtFrom(program: Program, call: LocatedCall, callee: SyntaxNode): boolean {
  const found = program.resolve(callee);
  // What another function of the answer gives is judged there.
  if (found.kind === "function") return false;
  if (found.kind === "unbound" || found.kind === "class") return true;
  const origin = originOf(program, callee);
  if (origin.kind !== "module") return origin.kind === "local";
  // `session.begin()` of a session of the module is used, and not made.
  const inner = call.receiver === null ? null : databaseHandleOf(program, call.receiver);
  return inner === null || inner.kind !== "session";
}

/** It works on a session, a database's client or a service that is a variable of a module. */
function usesModuleLevel(program: Program, table: Table, call: LocatedCall): boolean {
  const { receiver } = call;
  if (receiver === null || receiver.type === "call") return false;
  const type = program.typeOf(receiver);
  const isServiceObject =
    type !== null &&
    (saysItIsService(type.name) || (type.kind === "class" && table.databaseClasses.has(type)));
  const filled = globalValueOf(program, receiver);
  const handle = databaseHandleOf(program, filled ?? receiver);
  const client = handle === null ? ioClientOf(program, receiver) : null;
  const isDatabase = handle !== null || client?.kind === "database";
  if (!isDatabase && !isServiceObject) return false;
  const origin = originOf(program, receiver);
  if (origin.kind !== "module" || origin.made) return false;
  // The user's own module may hold a provider of that name: only what is used as a session counts.
  return origin.node !== null || isDatabase;
}
