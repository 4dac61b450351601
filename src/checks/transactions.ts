import { readDatabaseOperations, readDatabaseUses, readTransactionFlaws } from "../answer/index.ts";
import type { AssembledAnswer, Program, TransactionFlaw } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * The writes of one operation are committed once, together, and not after a failure: by
 * `session.begin()`, a session dependency, a commit, or by the database where a single statement
 * commits itself. Fails where a write is never committed; where two commits stand in one operation
 * and the first alone would leave the data wrong; where a commit runs after an exception, too. A
 * write whose caller is not shown is held against the answer only if nothing in it commits. The
 * score is the share of operations without a flaw.
 */
export const transactions: Check = {
  id: "transactions",
  decide({ program, answer, request }) {
    const writes = readDatabaseUses(program).filter(
      (one) =>
        one.kind === "write" &&
        (one.function === null || !isQuotedFromRequest(one.function.node, request)),
    );
    if (writes.length === 0) return notApplicable("the implementation writes to no database");
    const flaws = readTransactionFlaws(program).filter((one) => isHeld(one, program, answer));
    if (flaws.length === 0) {
      const ends = readDatabaseUses(program).filter((one) => one.kind === "commit");
      return pass(
        "the writes of each operation are committed together",
        (ends.length > 0 ? ends : writes)
          .slice(0, 5)
          .map((one) => evidenceAt(one.module, one.node)),
      );
    }
    const operations = readDatabaseOperations(program);
    const hit = new Set(flaws.map((one) => one.operation));
    const words = [...new Set(flaws.map((one) => one.words))];
    return fail(
      words.slice(0, 3).join("; ") + (words.length > 3 ? "; …" : ""),
      flaws.map((one) => evidenceAt(one.module, one.node)),
      operations.length === 0 ? 0 : Math.max(0, operations.length - hit.size) / operations.length,
    );
  },
};

/** What is not shown may commit: a caller, where others commit; a dependency of which the answer says so. */
function isHeld(flaw: TransactionFlaw, program: Program, answer: AssembledAnswer): boolean {
  if (flaw.kind !== "uncommitted") return true;
  const commits = readDatabaseUses(program).some(
    (one) => one.kind === "commit" && one.module.role === "implementation",
  );
  if (flaw.isCallerUnseen && commits) return false;
  return !saysWhoCommits(answer);
}

const sayings = [
  /(?:get_(?:session|db)|dependency|caller|middleware|unit of work)[`()]*\s+(?:[\w-]+\s+){0,6}?commits\b/giu,
  /(?:assum|expect|suppos)\w+\b[^.\n]{0,60}\bto commit\b/giu,
  /\bcommitted\s+(?:later\s+)?by\s+(?:the|your|its)\s+`?(?:get_(?:session|db)|dependency|caller|middleware)/giu,
  /\bcaller\s+(?:owns|controls)\s+the\s+transaction/giu,
];

/** "`get_session` commits when the request succeeds", in prose, a comment or a docstring. */
function saysWhoCommits(answer: AssembledAnswer): boolean {
  return sayings
    .flatMap((saying) => [...answer.text.matchAll(saying)])
    .some((match) => {
      const before =
        answer.text
          .slice(0, match.index)
          .split(/[.\n|]/u)
          .at(-1) ?? "";
      return !/\b(?:if|when|not|never|no|without|unless)\b|n't\b/iu.test(before + match[0]);
    });
}
