import { readColumnUses, readQueries, readTableDeclarations } from "../answer/index.ts";
import type {
  AssembledAnswer,
  ColumnUse,
  Program,
  Query,
  TableDeclaration,
} from "../answer/index.ts";
import type { Verdict } from "../record/index.ts";
import { asksForFasterQueries } from "./asks-for-speed.ts";
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
 * or adds columns or indexes, or the request asks for faster queries: then an index must serve each
 * query of the answer that filters or sorts, be it written in SQL or only said to be there. The score is the share of such columns that are indexed.
 */
export const indexing: Check = {
  id: "indexing",
  decide({ answer, program, request }) {
    const declared = readTableDeclarations(program).filter(
      (one) => definesSomething(one) && !isQuotedFromRequest(one.node, request),
    );
    if (declared.length === 0) {
      if (request !== null && asksForFasterQueries(request)) return judgeFaster(answer, program);
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

/** No table is shown: the answer must at least speak of an index for what its queries ask for. */
function judgeFaster(answer: AssembledAnswer, program: Program): Verdict {
  const queries = readQueries(program).filter((one) => askedColumns(one).length > 0);
  if (queries.length === 0) {
    return notApplicable("faster queries are asked for, and no query filters or sorts");
  }
  const leading = leadingColumns(answer);
  const unserved = queries.filter((one) => !askedColumns(one).some((name) => leading.has(name)));
  if (unserved.length === 0 || saysIndexed(answer)) {
    return pass(
      unserved.length === 0
        ? `an index serves what ${queries.length === 1 ? "the query asks" : `${queries.length} queries ask`} for`
        : "the columns are said to be indexed",
      queries.map((one) => evidenceAt(one.module, one.node)).slice(0, 5),
    );
  }
  const names = [...new Set(unserved.flatMap(askedColumns))];
  return fail(
    `faster queries are asked for, and nothing says that ${names.slice(0, 4).join(", ")} ${names.length === 1 ? "is" : "are"} indexed`,
    unserved.map((one) => evidenceAt(one.module, one.node)),
    (queries.length - unserved.length) / queries.length,
  );
}

/** Columns by which it filters or sorts, keys apart; a query by a key needs no more. */
function askedColumns({ columns }: Query): readonly string[] {
  const asked = columns.filter((one) => one.use !== "join");
  const isKey = (name: string): boolean => /^(?:id|pk|uuid)$/u.test(name);
  if (asked.some((one) => one.isEquality && isKey(one.column))) return [];
  return asked.map((one) => one.column).filter((name) => !isKey(name));
}

/** First columns of the indexes that SQL of the answer creates, in whatever block. */
function leadingColumns(answer: AssembledAnswer): ReadonlySet<string> {
  return new Set(
    [...answer.text.matchAll(/\bCREATE\s+(?:UNIQUE\s+)?INDEX\b[^;(]*\(\s*"?(\w+)/giu)].map(
      (match) => (match[1] ?? "").toLowerCase(),
    ),
  );
}

/** "`email` is indexed already", "there is a unique index on it". */
function saysIndexed(answer: AssembledAnswer): boolean {
  return answer.prose.some(
    ({ text }) =>
      /\b(?:already|is|are|has|have|existing|keeps?)\b[^.;]{0,30}\bindex(?:e[ds])?\b/iu.test(
        text,
      ) &&
      !/\b(?:no|not|n't|without|missing|lacks?|lacking|needs?|should|add)\b[^.;]{0,30}\bindex/iu.test(
        text,
      ),
  );
}
