import { endpointKindOf, verifiesSignature } from "../../answer/index.ts";
import type { Endpoint, Program } from "../../answer/index.ts";

/**
 * Endpoints that nobody can be signed in for, or that must answer everybody: sign-up, login,
 * token, refresh, logout, password reset, e-mail verification, health, metrics, docs, root, and
 * webhooks that verify a signature.
 */
export function isPublicByNature(endpoint: Endpoint, program: Program): boolean {
  const kind = endpointKindOf(endpoint, program);
  return kind === "webhook" ? verifiesSignature(endpoint, program) : kind !== "other";
}
