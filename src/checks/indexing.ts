import { readColumnUses, readTableDeclarations } from "../answer/index.ts";
import type { ColumnUse, TableDeclaration } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every column by which the answer's queries filter, join or sort its own tables is indexed or
 * unique. Exempt are primary keys, columns that stand only beside an equality on a primary key or
 * an indexed column in the same query, the far side of a join to a primary key, and columns in the
 * predicate of a partial index; a composite index counts for its leading columns. Columns that the
 * answer does not declare are not held against it. Applies where the implementation defines tables
 * or adds columns or indexes. The score is the share of such columns that are indexed.
 */
export const indexing: Check = {
  id: "indexing",
  decide({ program, request }) {
    const declared = readTableDeclarations(program).filter(
      (one) => definesSomething(one) && !isQuotedFromRequest(one.node, request),
    );
    if (declared.length === 0) {
      return notApplicable("the implementation defines no table, column or index");
    }
    const uses = readColumnUses(program);
    const names = new Set(uses.map(nameOf));
    const unserved = uses.filter((one) => !one.isServed);
    const lacking = [...new Set(unserved.map(nameOf))];
    if (lacking.length > 0) {
      return fail(
        `queries filter, join or sort by ${lacking.slice(0, 4).join(", ")}${lacking.length > 4 ? ", …" : ""} without an index`,
        unserved.map((one) => evidenceAt(one.used.module, one.used.node)),
        (names.size - lacking.length) / names.size,
      );
    }
    return pass(
      names.size === 0
        ? "no query filters, joins or sorts by a column of these tables"
        : `all ${names.size} columns by which queries filter, join or sort are indexed or need no index`,
      (uses.length > 0
        ? uses.map((one) => evidenceAt(one.used.module, one.used.node))
        : declared.map((one) => evidenceAt(one.module, one.node))
      ).slice(0, 5),
    );
  },
};

function definesSomething(one: TableDeclaration): boolean {
  return one.columns.length > 0 || one.indexes.length > 0;
}

/** `posts.created_at` */
function nameOf({ table, used }: ColumnUse): string {
  const [first] = table.declarations;
  const owner = first?.name ?? first?.className ?? "";
  return owner === "" ? used.column : `${owner}.${used.column}`;
}
