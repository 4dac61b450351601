import { readIoPlacements, textOf } from "../answer/index.ts";
import type { IoPlacement } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import { isQuotedFromRequest } from "./quoted-from-request.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Endpoints and functions that do I/O (databases, HTTP, Redis, mail, files) are `async def`, and
 * none makes a blocking call, itself or through a plain function, unless it is handed to a thread.
 * Hashing of passwords is tolerated; Celery tasks, commands, hooks of database drivers, migrations
 * and load tests may be synchronous; small files of a fixed path do not count. Code that only
 * repeats the request's is not held against the answer. Where no function does I/O the gate does
 * not apply. The score is the share of functions with I/O that wait for it without blocking.
 */
export const asyncIo: Check = {
  id: "async-io",
  decide({ program, request }) {
    const placements = readIoPlacements(program);
    const seen = placements.filter(
      (one) => isHeldAgainst(one) || (one.call.kind !== "sleep" && one.call.kind !== "process"),
    );
    if (seen.length === 0) return notApplicable("no function of the implementation does I/O");
    const wrong = seen.filter(
      (one) => isHeldAgainst(one) && !isQuotedFromRequest(one.function.node, request),
    );
    const functions = new Set(seen.map((one) => one.function));
    const failing = new Set(wrong.map((one) => one.function));
    if (wrong.length === 0) {
      return pass(
        functions.size === 1
          ? "the one function that does I/O does not block"
          : `all ${functions.size} functions that do I/O wait for it without blocking`,
        seen.slice(0, 3).map((one) => evidenceAt(one.call.module, one.call.node)),
      );
    }
    const words = [...new Set(wrong.map(wordsOf))];
    return fail(
      words.slice(0, 3).join("; ") + (words.length > 3 ? "; …" : ""),
      wrong.map((one) => evidenceAt(one.call.module, one.call.node)),
      (functions.size - failing.size) / functions.size,
    );
  },
};

function isHeldAgainst(one: IoPlacement): boolean {
  return one.place === "blocks-loop" || one.place === "plain-function";
}

function wordsOf(one: IoPlacement): string {
  const callee = textOf(one.call.node.children[0] ?? one.call.node).replaceAll(/\s+/gu, " ");
  const short = callee.length <= 50 ? callee : `…${callee.slice(-49)}`;
  const name = one.function.qualifiedName;
  return one.place === "blocks-loop"
    ? `\`${short}(…)\` in ${name} blocks the event loop`
    : `${name} does I/O (\`${short}(…)\`) in a plain \`def\``;
}
