import { namedChildren, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { callEdgesOf } from "../call-edges.ts";
import type { Callee } from "../callee.ts";
import { ownNodes } from "../function-body.ts";
import type { DependencyUse } from "../read-dependencies.ts";
import { allDependencies, reachableFunctions } from "../reachable-functions.ts";
import type { PythonFunction } from "../types.ts";
import { bypassedIn } from "./bypassed-injection.ts";
import type { BypassedInjection } from "./bypassed-injection.ts";
import { readResourceFacts } from "./resource-facts.ts";
import { saysUnseenIsService } from "../service-name.ts";
import { isService } from "./services.ts";

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
  const facts = readResourceFacts(program);
  const shared = new Map<PythonFunction, readonly BypassedInjection[]>();
  const bypassedInShared = (one: PythonFunction): readonly BypassedInjection[] => {
    const judged = shared.get(one) ?? bypassedIn(program, facts, one, false);
    shared.set(one, judged);
    return judged;
  };
  const found = program.endpoints.flatMap((endpoint): readonly EndpointInjection[] => {
    const { handler } = endpoint;
    if (handler === null) return [];
    const called = calledFrom(program, handler);
    const bypassed = called.flatMap((one) =>
      one === handler ? bypassedIn(program, facts, one, true) : bypassedInShared(one),
    );
    const usesResources =
      bypassed.length > 0 ||
      called.some((one) => facts.working.has(one)) ||
      givesResource(program, endpoint, handler) ||
      reachableFunctions(program, handler, allDependencies(endpoint)).some((one) =>
        facts.working.has(one),
      );
    return [{ endpoint, usesResources, bypassed }];
  });
  known.set(program, found);
  return found;
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
      if (worksThrough(program, use, handler)) return true;
      const type =
        use.parameter.annotation === null
          ? null
          : program.typeOfAnnotation(use.parameter.annotation);
      if (type === null) return false;
      return type.kind === "class" ? isService(type) : saysUnseenIsService(type.name);
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

/** Who calls, what is configured and what was sent are no services. */
const aboutTheCaller =
  /user|auth|token|principal|identity|claims|credential|role|permission|scope|account|tenant|session_?id|settings|config|param|pagina|page|filter|form|query|request|header|cookie|locale|language|clock|logger/iu;

/**
 * An object of the user's own, shown nowhere, that is injected and that the handler waits for:
 * `if not await store.book(room, day)`. Whatever it is called, it does the work.
 */
function worksThrough(program: Program, use: DependencyUse, handler: PythonFunction): boolean {
  const { parameter, callees } = use;
  if (parameter === null || parameter.annotation === null || callees.length === 0) return false;
  if (!callees.every((one) => one.kind === "named")) return false;
  const type = program.typeOfAnnotation(parameter.annotation);
  const words = [parameter.name, type?.name ?? "", ...callees.map((one) => one.name)];
  if (words.some((one) => aboutTheCaller.test(one.split(".").at(-1) ?? ""))) return false;
  return ownNodes(handler.body).some(
    (node) =>
      node.type === "await" &&
      namedChildren(node)[0]?.type === "call" &&
      textOf(node)
        .replace(/^await\s+/u, "")
        .startsWith(`${parameter.name}.`),
  );
}
