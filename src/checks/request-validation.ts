import { readRequestBody, readResponseBody } from "../answer/index.ts";
import type { Endpoint, Program } from "../answer/index.ts";
import type { Evidence } from "../record/index.ts";
import { isEndpointQuoted, nameOfEndpoint } from "./endpoints.ts";
import { evidenceAt } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every endpoint that reads a body takes it as a Pydantic model or as typed `Form`, `File` or
 * `Body` parameters, and every endpoint that returns JSON declares its shape by `response_model=`
 * or by a return annotation that tells one (`dict`, `Any`, `Response` and `JSONResponse` tell
 * none). A body that is read off the request fails, but in a webhook that then validates it by a
 * model. 204s, redirects, streams, files, pages and websockets are passed over; where nothing is
 * left the gate does not apply. The score is the share of the endpoints looked at that meet both.
 */
export const requestValidation: Check = {
  id: "request-validation",
  decide({ program, request }) {
    const endpoints = program.endpoints.filter((one) => !isEndpointQuoted(one, request));
    if (endpoints.length === 0) return notApplicable("the answer registers no endpoint");
    const judged = endpoints.flatMap((one) => judge(program, one) ?? []);
    if (judged.length === 0) {
      const places = endpoints.map((one) => evidenceAt(one.module, one.node));
      return endpoints.every((one) => one.handler === null)
        ? pass("the handlers are not shown", places)
        : notApplicable("no endpoint reads a body or returns JSON", places);
    }
    const lacking = judged.filter(({ faults }) => faults.length > 0);
    if (lacking.length === 0) {
      return pass(
        `every payload of ${judged.length === 1 ? "1 endpoint" : `${judged.length} endpoints`} is typed`,
        judged.flatMap(({ places }) => places),
      );
    }
    const faults = lacking.flatMap((one) => one.faults);
    return fail(
      `${lacking.length} of ${judged.length} endpoints with untyped payloads: ` +
        faults
          .slice(0, 3)
          .map(({ words }) => words)
          .join("; ") +
        (faults.length > 3 ? "; …" : ""),
      faults.map(({ place }) => place),
      (judged.length - lacking.length) / judged.length,
    );
  },
};

interface Judged {
  readonly places: readonly Evidence[];
  readonly faults: readonly { readonly place: Evidence; readonly words: string }[];
}

/** Null: the endpoint neither reads a body nor returns JSON, as far as one can see. */
function judge(program: Program, one: Endpoint): Judged | null {
  const [body, response] = [readRequestBody(program, one), readResponseBody(program, one)];
  const isWebsocket = one.methods.includes("WEBSOCKET");
  if (isWebsocket || (body.kind === "none" && response.kind === "none")) return null;
  const places: Evidence[] = [];
  const faults: Judged["faults"][number][] = [];
  if (body.kind === "typed") places.push(evidenceAt(body.at.module, body.at.node));
  if (body.kind === "untyped") {
    const place = evidenceAt(body.at.module, body.at.node);
    faults.push({ place, words: `${nameOfEndpoint(one)}: ${body.why}` });
  }
  if (response.kind === "declared") places.push(evidenceAt(one.module, one.node));
  if (response.kind === "undeclared") {
    const { module, node } = one.handler ?? one;
    faults.push({
      place: evidenceAt(module, node),
      words: `${nameOfEndpoint(one)}: ${response.why}`,
    });
  }
  return { places, faults };
}
