import type { Endpoint, Program } from "../build-program.ts";
import { findBroadExcepts } from "./broad-excepts.ts";
import { findErrorBodies } from "./error-bodies.ts";
import type { ErrorDefect } from "./error-defect.ts";
import { findFailingServices } from "./failing-services.ts";
import { findIgnoredResults } from "./ignored-results.ts";
import { findMissingValues } from "./missing-values.ts";
import { findPassedOverFailures } from "./passed-over-failures.ts";
import { findRaisingFetches } from "./raising-fetches.ts";
import { reachFromEndpoints } from "./reached-from-endpoints.ts";
import { findLoginsThatNeverRefuse } from "./refused-logins.ts";
import { findUnhandledConflicts } from "./unhandled-conflicts.ts";
import { findUnguardedLookups } from "./unguarded-lookups.ts";
import { findUnmappedExceptions } from "./unmapped-exceptions.ts";
import { findWrongStatuses } from "./wrong-statuses.ts";

/** A defect with the endpoints on whose way it lies; none: it lies on no endpoint's in particular. */
export interface LocatedDefect extends ErrorDefect {
  readonly endpoints: readonly Endpoint[];
}

/** The failures that the implementation swallows, hides or leaves to be a 500, in the order of the answer. */
export function readErrorDefects(program: Program, prose: string): readonly LocatedDefect[] {
  const reached = reachFromEndpoints(program);
  const defects = [
    ...findBroadExcepts(program),
    ...findPassedOverFailures(reached),
    ...findErrorBodies(program, reached),
    ...findUnmappedExceptions(program, reached, prose),
    ...findMissingValues(program, reached),
    ...findRaisingFetches(program, reached),
    ...findUnguardedLookups(program, reached),
    ...findFailingServices(program, reached),
    ...findIgnoredResults(program, reached),
    ...findLoginsThatNeverRefuse(program, reached),
    ...findWrongStatuses(program, reached),
    ...findUnhandledConflicts(program, reached),
  ];
  const line = (one: ErrorDefect): number => one.module.file.lines[one.node.row] ?? 0;
  return defects
    .map((one) => ({
      ...one,
      endpoints: one.function === null ? [] : [...(reached.get(one.function) ?? [])],
    }))
    .toSorted((left, right) => line(left) - line(right));
}
