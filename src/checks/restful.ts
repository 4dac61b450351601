import { isRestEndpoint, readRestDefects } from "../answer/index.ts";
import { isEndpointQuoted, nameOfEndpoint } from "./endpoints.ts";
import { evidenceAt } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Paths name resources, not operations (an action on a resource such as `/orders/{id}/cancel` is
 * one), creation answers 201, a delete without a body answers 204, and GET changes no state.
 * Endpoints of sign-up, login, refresh, logout, e-mail verification and password reset, webhooks
 * and websockets are passed over; without another one the gate does not apply. The score is the
 * share of the others that keep all four.
 */
export const restful: Check = {
  id: "restful",
  decide({ program, request }) {
    const all = program.endpoints.filter((one) => !isEndpointQuoted(one, request));
    const endpoints = all.filter((one) => isRestEndpoint(program, one));
    if (endpoints.length === 0) {
      return notApplicable(
        all.length === 0
          ? "the answer registers no endpoint"
          : "every endpoint is one of signing up or in, of verification, or a webhook",
        all.map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const judged = endpoints.map((one) => ({ one, defects: readRestDefects(program, one) }));
    const lacking = judged.filter(({ defects }) => defects.length > 0);
    if (lacking.length === 0) {
      return pass(
        `methods, statuses and paths of ${endpoints.length === 1 ? "1 endpoint" : `${endpoints.length} endpoints`} are REST's`,
        endpoints.map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const words = lacking.flatMap(({ one, defects }) =>
      defects.map((defect) => `${nameOfEndpoint(one)}: ${defect.words}`),
    );
    return fail(
      words.slice(0, 3).join("; ") + (words.length > 3 ? "; …" : ""),
      lacking.flatMap(({ defects }) =>
        defects.map((defect) => evidenceAt(defect.module, defect.node)),
      ),
      (endpoints.length - lacking.length) / endpoints.length,
    );
  },
};
