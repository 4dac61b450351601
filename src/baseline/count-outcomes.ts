import { gatesOfCase, type RunRecord, type Sample } from "../record/index.ts";
import type { BaselineCase } from "./baseline-schema.ts";

type Counts = BaselineCase["total"];
type Kind = keyof Counts;

/** In the order in which they are written. */
const kinds = ["pass", "fail", "na", "error", "unchecked", "missing"] as const;

/** What came out, case by case and gate by gate, in the run's order. */
export function countOutcomes(run: RunRecord, samples: readonly Sample[]): readonly BaselineCase[] {
  const byCase = Map.groupBy(samples, (sample) => sample.case);
  return run.suite.cases.map((planned) => {
    const own = byCase.get(planned.id) ?? [];
    return {
      id: planned.id,
      requestHash: planned.requestHash,
      total: count(own.map(kindOfSample)),
      gates: Object.fromEntries(
        gatesOfCase(run, planned).map(({ id }) => [
          id,
          count(own.map(({ verdicts }) => verdicts?.[id]?.outcome ?? "missing")),
        ]),
      ),
    };
  });
}

function kindOfSample({ passes, missing }: Sample): Kind {
  if (passes !== null) return passes ? "pass" : "fail";
  return missing === null ? "unchecked" : "missing";
}

function count(found: readonly Kind[]): Counts {
  const counted = kinds.map((kind) => [kind, found.filter((one) => one === kind).length] as const);
  return Object.fromEntries(counted.filter(([, number]) => number > 0));
}
