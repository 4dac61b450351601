import { readEndpointDocumentation } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isEndpointQuoted, nameOfEndpoint } from "./endpoints.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every HTTP endpoint has a docstring, `summary=` or `description=`, and a tag: its own, its
 * router's, or one given where the router is included. An application has no tags, so that an
 * endpoint on it must bring its own. Handlers and routers that are not shown are not held against
 * the answer, nor endpoints with `include_in_schema=False`. The score is the share of endpoints
 * with both.
 */
export const openapi: Check = {
  id: "openapi",
  decide({ program, request }) {
    const endpoints = program.endpoints.filter(
      (one) => !one.methods.includes("WEBSOCKET") && !isEndpointQuoted(one, request),
    );
    if (endpoints.length === 0) return notApplicable("the answer registers no HTTP endpoint");
    const lacking = endpoints.flatMap((one) => {
      const { described, tagged, hidden } = readEndpointDocumentation(program, one);
      const lacks = [described ? [] : ["a description"], tagged ? [] : ["a tag"]].flat();
      return hidden || lacks.length === 0 ? [] : [{ one, lacks }];
    });
    if (lacking.length === 0) {
      return pass(
        `every HTTP endpoint (${endpoints.length}) has a description and a tag`,
        endpoints.map((one) => evidenceAt(one.module, one.node)),
      );
    }
    return fail(
      `${lacking.length} of ${endpoints.length} HTTP endpoints lack documentation: ` +
        lacking
          .slice(0, 3)
          .map(({ one, lacks }) => `${nameOfEndpoint(one)} lacks ${lacks.join(" and ")}`)
          .join("; ") +
        (lacking.length > 3 ? "; …" : ""),
      lacking.map(({ one }) => evidenceAt(one.module, one.node)),
      (endpoints.length - lacking.length) / endpoints.length,
    );
  },
};
