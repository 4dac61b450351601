import { endpointKindOf, rateLimitOf } from "../answer/index.ts";
import type { AssembledAnswer, Endpoint, EndpointKind, Program } from "../answer/index.ts";
import { readAuthentication } from "./auth/authentication.ts";
import { protectionOf } from "./auth/protection.ts";
import { readStatedPublic } from "./auth/stated-public.ts";
import { isEndpointQuoted, nameOfEndpoint } from "./endpoints.ts";
import { evidenceAt } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Sign-up, login and token, token refresh, password reset, e-mail verification, and every open
 * endpoint that the answer itself calls public, are limited in how often they may be called: by a
 * decorator below the route, a dependency, a middleware, a called function that answers 429 or
 * asks a limiter, or a default limit of the application. What is not shown is taken by its name; a
 * `limit` of a page or of a proxy is none. The score is the share of these endpoints.
 */
export const rateLimiting: Check = {
  id: "rate-limiting",
  decide({ answer, program, request }) {
    const endpoints = program.endpoints.filter((one) => !isEndpointQuoted(one, request));
    const needing = endpointsInNeed(answer, program, endpoints);
    if (needing.length === 0) {
      return notApplicable(
        "no sign-up, login, refresh, password reset or e-mail verification, and none called public",
        endpoints.map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const judged = needing.map((one) => ({ one, limit: rateLimitOf(program, one) }));
    const open = judged.filter(({ limit }) => limit === null).map(({ one }) => one);
    if (open.length === 0) {
      return pass(
        `every public endpoint (${needing.length}) is limited`,
        judged.flatMap(({ limit }) =>
          limit === null ? [] : [evidenceAt(limit.module, limit.node)],
        ),
      );
    }
    return fail(
      `${open.length} of ${needing.length} public endpoints may be called without limit: ` +
        open.slice(0, 3).map(nameOfEndpoint).join(", ") +
        (open.length > 3 ? ", …" : ""),
      open.map((one) => evidenceAt(one.module, one.node)),
      (needing.length - open.length) / needing.length,
    );
  },
};

const publicKinds: ReadonlySet<EndpointKind> = new Set([
  "sign-up",
  "login",
  "refresh",
  "password-reset",
  "email-verification",
] satisfies EndpointKind[]);

function endpointsInNeed(
  answer: AssembledAnswer,
  program: Program,
  endpoints: readonly Endpoint[],
): readonly Endpoint[] {
  const statedPublic = readStatedPublic(answer, program, null);
  const authentication = readAuthentication(program, answer);
  return endpoints.filter((one) => {
    const kind = endpointKindOf(one, program);
    const isProtected = (): boolean => protectionOf(one, program, authentication) !== null;
    // Who must be signed in to add a user is no newcomer.
    if (publicKinds.has(kind)) return kind !== "sign-up" || !isProtected();
    if (kind === "probe" || kind === "root" || one.methods.includes("WEBSOCKET")) return false;
    return statedPublic(one) && !isProtected();
  });
}
