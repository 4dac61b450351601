import { readCriticalWork, readLogCalls, readLoggedWrites } from "../answer/index.ts";
import type { CriticalWork } from "../answer/index.ts";
import { evidenceAt } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * The implementation logs (logging, structlog, loguru; `print` is none) on at least one failure or
 * security path: a failed or denied attempt, a caught exception, an error response. Where it writes
 * to a database, it also logs once, not for a failure, in a function that writes or in one that
 * calls it. Applies where the implementation authenticates or authorises, writes to a database or
 * calls an external service. The score is the share of these two that are met.
 */
export const logging: Check = {
  id: "logging",
  decide({ answer, program }) {
    const work = readCriticalWork(program);
    if (work.length === 0) {
      return notApplicable(
        "the implementation neither authenticates, nor writes to a database, nor calls an external service",
      );
    }
    const calls = readLogCalls(program);
    if (calls.length === 0) {
      return fail("the implementation logs nothing", work.map(placeOf));
    }
    const failures = calls.filter((one) => one.isOfFailure);
    const { writes, told } = readLoggedWrites(program, answer);
    const lacksWrites = writes.length > 0 && told.length === 0;
    if (failures.length > 0 && !lacksWrites) {
      return pass(
        told.length > 0
          ? "failures are logged, and writes to the database are"
          : "failures are logged",
        [failures[0], told[0]].flatMap((one) => (one === undefined ? [] : [placeOf(one)])),
      );
    }
    const reasons = [
      ...(failures.length === 0 ? ["no failed or denied attempt is logged"] : []),
      ...(lacksWrites ? ["no write to the database is logged other than as a failure"] : []),
    ];
    const met = (failures.length > 0 ? 1 : 0) + (lacksWrites ? 0 : 1);
    return fail(
      reasons.join("; "),
      (lacksWrites ? writes : work).map(placeOf),
      writes.length > 0 ? met / 2 : 0,
    );
  },
};

function placeOf(one: Pick<CriticalWork, "module" | "node">): ReturnType<typeof evidenceAt> {
  return evidenceAt(one.module, one.node);
}
