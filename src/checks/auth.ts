import type { Endpoint } from "../answer/index.ts";
import type { Verdict } from "../record/index.ts";
import { readAuthentication } from "./auth/authentication.ts";
import { protectionOf } from "./auth/protection.ts";
import { isPublicByNature } from "./auth/public-by-nature.ts";
import { readStatedPublic } from "./auth/stated-public.ts";
import { nameOfEndpoint } from "./endpoints.ts";
import { evidenceAt } from "./evidence.ts";
import type { Check, CheckInput } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Gate `auth`. Applies when at least one endpoint is neither public by nature nor said to be
 * public. Passes when each of these is protected: by a dependency of its own, its router or its
 * application, by a middleware, or by its own body, that refuses (401, 403, a closed websocket)
 * callers whom it cannot verify or does not allow. A security scheme whose token nobody verifies
 * protects nothing. The score is the share of protected endpoints.
 */
export const auth: Check = { id: "auth", decide };

function decide({ answer, program, request }: CheckInput): Verdict {
  const { endpoints } = program;
  if (endpoints.length === 0) return notApplicable("The answer registers no endpoint.");
  const authentication = readAuthentication(program, answer);
  const isStatedPublic = readStatedPublic(answer, program, request);
  const placeOf = (one: Endpoint) => evidenceAt(one.module, one.node);

  const rest = endpoints.filter((one) => !isPublicByNature(one, program));
  const judged = rest.map((one) => ({ one, by: protectionOf(one, program, authentication) }));
  const needing = judged.filter(({ one, by }) => by !== null || !isStatedPublic(one));
  if (needing.length === 0) {
    const why = rest.length === 0 ? "public by nature" : "public by nature or said to be public";
    const all =
      endpoints.length === 1 ? "The only endpoint is" : `All ${endpoints.length} endpoints are`;
    return notApplicable(`${all} ${why}.`, endpoints.map(placeOf));
  }
  const open = needing.filter(({ by }) => by === null).map(({ one }) => one);
  if (open.length === 0) {
    const places = needing.flatMap(({ by }) =>
      by === null ? [] : [evidenceAt(by.module, by.node)],
    );
    const all =
      needing.length === 1
        ? "The one endpoint that needs authentication has it."
        : `All ${needing.length} endpoints that need authentication have it.`;
    return pass(all, uniquePlaces(places));
  }
  return fail(
    `${open.length} of ${needing.length} endpoints that need authentication ${open.length === 1 ? "has" : "have"} none: ${open.map(nameOfEndpoint).join(", ")}.`,
    open.map(placeOf),
    (needing.length - open.length) / needing.length,
  );
}

function uniquePlaces<T extends { readonly file: string; readonly line: number }>(
  places: readonly T[],
): readonly T[] {
  return places.filter(
    (place, at) =>
      places.findIndex((one) => one.file === place.file && one.line === place.line) === at,
  );
}
