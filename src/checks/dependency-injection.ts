import { readInjection } from "../answer/index.ts";
import type { BypassedInjection } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Sessions, clients and services reach every endpoint through `Depends`, `Annotated` or the
 * application's state. No endpoint, nor a function that it calls, builds a database session, an
 * engine or a service itself, or uses a session, a database's client or a service of a module. A
 * Redis or HTTP client of a module is tolerated; what is only imported and never shown is judged by
 * its name. Code that only repeats the request's is not held against the answer. Applies where an
 * endpoint uses a session, a client or a service; the score is the share of these endpoints.
 */
export const dependencyInjection: Check = {
  id: "dependency-injection",
  decide({ program, request }) {
    const using = readInjection(program).filter((one) => one.usesResources);
    if (using.length === 0) {
      return notApplicable(
        "no endpoint uses a database session, a client or a service",
        program.endpoints.slice(0, 3).map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const judged = using.map(({ endpoint, bypassed }) => ({
      endpoint,
      bypassed: bypassed.filter(
        ({ call }) => call.function === null || !isQuotedFromRequest(call.function.node, request),
      ),
    }));
    const failing = judged.filter((one) => one.bypassed.length > 0);
    if (failing.length === 0) {
      return pass(
        `what ${using.length === 1 ? "the endpoint uses" : `${using.length} endpoints use`} is injected`,
        using.slice(0, 3).map(({ endpoint }) => evidenceAt(endpoint.module, endpoint.node)),
      );
    }
    const places = new Map(
      failing.flatMap((one) => one.bypassed.map((by) => [by.call.node, by] as const)),
    );
    const words = [...new Set([...places.values()].map(wordsOf))];
    return fail(
      words.slice(0, 3).join("; ") + (words.length > 3 ? "; …" : ""),
      [...places.values()].map(({ call }) => evidenceAt(call.module, call.node)),
      (using.length - failing.length) / using.length,
    );
  },
};

function wordsOf({ kind, call, name }: BypassedInjection): string {
  const owner = call.function?.qualifiedName ?? "the module";
  const short = name.replaceAll(/\s+/gu, " ").slice(0, 50);
  switch (kind) {
    case "builds-session":
      return `${owner} makes its own session with \`${short}(…)\``;
    case "builds-engine":
      return `${owner} makes an engine with \`${short}(…)\``;
    case "builds-service":
      return `${owner} makes its own \`${short}\``;
    default:
      return `${owner} uses \`${short}\` of its module`;
  }
}
