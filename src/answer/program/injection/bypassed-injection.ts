import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { databaseHandleOf } from "../database/index.ts";
import { ioClientOf } from "../io/index.ts";
import { callsOf } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonFunction } from "../types.ts";
import { globalValueOf } from "./global-values.ts";
import { originOf } from "./origin.ts";
import type { ResourceFacts } from "./resource-facts.ts";
import { saysItIsService } from "../service-name.ts";
import { serviceMadeBy } from "./services.ts";

/** A session, client or service that an endpoint does not get by injection. */
export interface BypassedInjection {
  readonly kind: "builds-session" | "builds-engine" | "builds-service" | "module-level";
  readonly call: LocatedCall;
  /** What is built or used, as it is written: `SessionLocal`, `UserService`, `db`. */
  readonly name: string;
}

/** What a handler, or a function that one calls, makes or takes for itself. */
export function bypassedIn(
  program: Program,
  facts: ResourceFacts,
  one: PythonFunction,
  isHandler: boolean,
): readonly BypassedInjection[] {
  return callsOf(program, one).flatMap((call) => bypassedBy(program, facts, call, isHandler) ?? []);
}

function bypassedBy(
  program: Program,
  facts: ResourceFacts,
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
  if (facts.engines.has(call.node)) return make("builds-engine");
  const service = isHandler || isPlain(call.function) ? serviceMadeBy(program, call.node) : null;
  if (service !== null && (isHandler || service.endsWith("Service"))) {
    return make("builds-service", service);
  }
  const made = databaseHandleOf(program, call.node);
  if (made !== null && (made.kind === "session" || made.kind === "connection")) {
    const built = builtFrom(program, call, callee);
    if (built) return make("builds-session");
  }
  return usesModuleLevel(program, facts, call)
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
function usesModuleLevel(program: Program, facts: ResourceFacts, call: LocatedCall): boolean {
  const { receiver } = call;
  if (receiver === null || receiver.type === "call") return false;
  const type = program.typeOf(receiver);
  const isServiceObject =
    type !== null &&
    (saysItIsService(type.name) || (type.kind === "class" && facts.databaseClasses.has(type)));
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
