import type { Gate } from "../suite/index.ts";
import type { PlannedCase, RunRecord } from "./run-schema.ts";

/** The built-in gate that fails a sample which was refused, filtered or truncated. */
export const answeredGate = "answered";

/**
 * The gates that are graded for a case, in the order of the suite: those of the run, narrowed by
 * the case's own list. `answered` is about the reply and not about the request, so that no case
 * leaves it out.
 */
export function gatesOfCase(
  run: Pick<RunRecord, "gates" | "suite">,
  planned: Pick<PlannedCase, "gates"> | undefined,
): readonly Gate[] {
  const only = planned?.gates ?? null;
  return run.suite.gates.filter(
    ({ id }) =>
      run.gates.includes(id) && (only === null || only.includes(id) || id === answeredGate),
  );
}
