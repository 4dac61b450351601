import { readSecrets } from "../answer/index.ts";
import type { SecretUse } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * No signing key, password, token or API key is a literal in the implementation, nor is a URL with
 * a password in it: they come from the environment or settings, without a usable default. A default
 * that the code refuses to start with is none. Test code, examples in schemas, header names and
 * labels are passed over. Applies where the implementation has a secret of its own.
 */
export const noHardcodedSecrets: Check = {
  id: "no-hardcoded-secrets",
  decide({ program, request }) {
    const uses = readSecrets(program);
    if (uses.length === 0) {
      return notApplicable("the implementation uses no key, password or token of its own");
    }
    const literal = uses.filter(
      (one) => one.literal !== null && !isQuotedFromRequest(statementOf(one), request),
    );
    if (literal.length === 0) {
      const names = [...new Set(uses.map((one) => one.name))];
      return pass(
        `no secret is written in the code: ${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}`,
        uses.map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const said = [...new Set(literal.map(wordsFor))];
    return fail(
      said.slice(0, 3).join("; ") + (said.length > 3 ? "; …" : ""),
      literal.map((one) => evidenceAt(one.module, one.literal?.node ?? one.node)),
      (uses.length - literal.length) / uses.length,
    );
  },
};

function wordsFor({ name, how, literal }: SecretUse): string {
  if (how === "url") return "a URL with a password in it";
  return literal?.isDefault === true
    ? `${name} has a default in the code`
    : `${name} is written in the code`;
}

function statementOf({ node }: SecretUse): SecretUse["node"] {
  let above = node;
  while (above.parent !== null && !above.type.endsWith("_statement")) above = above.parent;
  return above;
}
