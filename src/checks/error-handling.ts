import { readErrorDefects } from "../answer/index.ts";
import type { AssembledAnswer } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Failures end as HTTP errors. Fails by plain evidence only: something fetched by a key is used
 * without asking whether it is there; an exception is raised that no handler maps, also by
 * `raise_for_status()` of another service; a client's failure is answered with a 5xx; a bare
 * `except:`, or an `except Exception` that swallows; an error's body with a status of success.
 * Applies where there is an endpoint. Test code does not count, nor does code that only repeats
 * the request's. The score is the share of endpoints on whose way there is no defect.
 */
export const errorHandling: Check = {
  id: "error-handling",
  decide({ answer, program, request }) {
    const { endpoints } = program;
    if (endpoints.length === 0) return notApplicable("the answer defines no endpoint");
    const defects = readErrorDefects(program, proseOf(answer)).filter(
      (one) => one.function === null || !isQuotedFromRequest(one.function.node, request),
    );
    const [first] = defects;
    if (first === undefined) {
      return pass(
        "no failure is swallowed, left to be a 500 or answered with a status of success",
        endpoints.slice(0, 3).map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const hit = new Set(defects.flatMap((one) => one.endpoints));
    const words = [...new Set(defects.map((one) => one.words))];
    return fail(
      words.slice(0, 3).join("; ") + (words.length > 3 ? "; …" : ""),
      defects.map((one) => evidenceAt(one.module, one.node)),
      (endpoints.length - hit.size) / endpoints.length,
    );
  },
};

/** Words outside of the code, in which an answer may say how its handlers are registered. */
function proseOf(answer: AssembledAnswer): string {
  return answer.prose.map((one) => one.text).join("\n");
}
