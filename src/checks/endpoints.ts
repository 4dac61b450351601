import type { Endpoint } from "../answer/index.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";

/** `GET /posts/{id} read_post` */
export function nameOfEndpoint(one: Endpoint): string {
  return `${one.methods.join("/")} ${one.chains[0]?.path ?? one.path} ${one.name}`;
}

/** The user's own endpoint, repeated with the same decorators. */
export function isEndpointQuoted(one: Endpoint, request: string | null): boolean {
  if (one.handler === null) return false;
  const { node } = one.handler;
  return isQuotedFromRequest(
    node.parent?.type === "decorated_definition" ? node.parent : node,
    request,
  );
}
