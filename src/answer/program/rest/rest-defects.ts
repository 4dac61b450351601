import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Endpoint, Program } from "../build-program.ts";
import { endpointKindOf } from "../endpoints/endpoint-kind.ts";
import { readReturnedContents } from "../payloads/index.ts";
import { typeShapeOf } from "../payloads/type-shape.ts";
import type { PythonModule } from "../types.ts";
import { readAnsweredStatus } from "./answered-status.ts";
import { createsResource } from "./creation.ts";
import { verbInPath } from "./path-verb.ts";
import { stateChangeOf } from "./state-change.ts";

/** What an endpoint does against the rules of REST. */
export interface RestDefect {
  readonly words: string;
  readonly node: SyntaxNode;
  readonly module: PythonModule;
}

/**
 * Whether REST's rules are asked of an endpoint. Signing up, in and out, tokens, e-mail
 * verification, password reset and webhooks go by their own conventions, and so have paths of
 * their own; a sign-up that is a `POST /users` is a resource like any other.
 */
export function isRestEndpoint(program: Program, endpoint: Endpoint): boolean {
  if (endpoint.methods.includes("WEBSOCKET")) return false;
  const kind = endpointKindOf(endpoint, program);
  if (kind !== "sign-up") return kind === "other" || kind === "probe" || kind === "root";
  return endpoint.chains.every((one) =>
    /\/(?:users?|accounts?|customers?|members?)\/?$/iu.test(one.path),
  );
}

export function readRestDefects(program: Program, endpoint: Endpoint): readonly RestDefect[] {
  const { node, module, methods } = endpoint;
  const result: RestDefect[] = [];
  const verb = endpoint.chains.map((one) => verbInPath(one.path)).find((one) => one !== null);
  if (verb !== undefined && verb !== null) {
    result.push({ words: `the path names an operation, \`${verb}\``, node, module });
  }
  if (createsResource(program, endpoint) && !answersCreated(program, endpoint)) {
    result.push({ words: "creation does not answer 201", node, module });
  }
  if (methods.every((one) => one === "DELETE") && isDeleteWithout204(program, endpoint)) {
    result.push({ words: "a delete without a body does not answer 204", node, module });
  }
  if (methods.includes("GET") && methods.every((one) => one === "GET" || one === "HEAD")) {
    const change = stateChangeOf(program, endpoint);
    if (change !== null) {
      result.push({ words: "GET changes state", node: change.node, module: change.module });
    }
  }
  return result;
}

/** 202 and 207 are taken for creations that are done later or in part, a redirect for a form's. */
function answersCreated(program: Program, endpoint: Endpoint): boolean {
  const { ofRoute, ofBody } = readAnsweredStatus(program, endpoint);
  if (ofRoute === null || /^(?:20[127]|3\d\d)$/u.test(String(ofRoute))) return true;
  return ofBody.has(201) || ofBody.has(202) || ofBody.has(207);
}

function isDeleteWithout204(program: Program, endpoint: Endpoint): boolean {
  const { handler } = endpoint;
  const contents = handler === null ? null : readReturnedContents(program, handler);
  if (handler === null || contents === null) return false;
  const { ofRoute, ofBody } = readAnsweredStatus(program, endpoint);
  if (ofRoute !== 200 || ofBody.has(204) || ofBody.has(202)) return false;
  const annotation = handler.returns === null ? null : typeShapeOf(program, handler.returns);
  return annotation === "none" || contents.every((one) => one === "nothing");
}
