import { readSqlUses, textOf } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * No text of SQL is built from variables by an f-string, `%`, `+`, `format` or `join`. Accepted are
 * module constants and identifiers that the code fixes: an allow-list, a dictionary, an enum, the
 * fields of a model, what a library quotes. Bound parameters and SQLAlchemy's expressions are
 * safe. Applies where the implementation or a migration sends SQL text or builds queries;
 * `session.add` and `session.get` alone are none. The score is the share of safe places.
 */
export const sqlInjection: Check = {
  id: "sql-injection",
  decide({ program, request }) {
    const uses = readSqlUses(program).filter((one) => {
      const around = program.functionAround(one.node);
      return around === null || !isQuotedFromRequest(around.node, request);
    });
    if (uses.length === 0) {
      return notApplicable("the implementation sends no SQL text and builds no query");
    }
    const built = uses.filter((one) => one.variables.length > 0);
    if (built.length === 0) {
      return pass(
        `none of ${uses.length} ${uses.length === 1 ? "query" : "queries"} is put together from variables as text`,
        uses.slice(0, 5).map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const names = [...new Set(built.flatMap((one) => one.variables.map(shortText)))];
    return fail(
      `SQL text is built from ${names.slice(0, 4).join(", ")}${names.length > 4 ? ", …" : ""}`,
      built.flatMap((one) =>
        one.variables.map((value) => evidenceAt(program.moduleOf(value), value)),
      ),
      (uses.length - built.length) / uses.length,
    );
  },
};

function shortText(node: Parameters<typeof textOf>[0]): string {
  const words = textOf(node).replaceAll(/\s+/gu, " ");
  return `\`${words.length > 40 ? `${words.slice(0, 39)}…` : words}\``;
}
