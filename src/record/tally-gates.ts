import { gatesOfCase } from "./gates-of-case.ts";
import type { RunRecord } from "./run-schema.ts";
import type { GateTally, Sample } from "./sample.ts";

/**
 * Counts the outcomes of every graded gate, in the order of the suite. Samples whose case leaves
 * the gate out are not counted. Give a part of the samples to tally that part.
 */
export function tallyGates(
  run: Pick<RunRecord, "gates" | "suite">,
  samples: readonly Sample[],
): readonly GateTally[] {
  const gatesByCase = new Map(
    run.suite.cases.map((planned) => [
      planned.id,
      new Set(gatesOfCase(run, planned).map(({ id }) => id)),
    ]),
  );
  return gatesOfCase(run, undefined).map(({ id }) => {
    const tally = { pass: 0, fail: 0, na: 0, error: 0, unchecked: 0, missing: 0 };
    for (const sample of samples) {
      if (gatesByCase.get(sample.case)?.has(id)) {
        tally[sample.verdicts?.[id]?.outcome ?? "missing"] += 1;
      }
    }
    return { gate: id, ...tally };
  });
}
