import type { Gate } from "../suite/index.ts";
import { answeredGate } from "./gates-of-case.ts";
import type { Sample } from "./sample.ts";

/**
 * Whether a sample passes: when no required gate is `fail`. A refused, filtered or cut answer
 * fails the gate `answered`, also where that gate was not selected. A required gate that could not
 * be decided (`error`) makes the sample missing, unless another required gate fails. Where nothing
 * but `answered` could be decided, `passes` is null: not looking is not passing.
 *
 * @param gates the gates that are graded for the sample's case
 */
export function judgeSample(
  sample: Pick<Sample, "status" | "failure" | "verdicts">,
  gates: readonly Gate[],
): Pick<Sample, "passes" | "missing"> {
  switch (sample.status) {
    case "pending":
      return { passes: null, missing: "It was not asked yet." };
    case "infrastructure":
    case "over budget":
      return { passes: null, missing: sample.failure?.reason ?? sample.status };
    case "refused":
    case "filtered":
    case "truncated":
      if ((gates.find(({ id }) => id === answeredGate)?.level ?? "required") === "required") {
        return { passes: false, missing: null };
      }
      break;
    case "answered":
      break;
  }
  const { verdicts } = sample;
  if (verdicts === null) return { passes: null, missing: "It was not graded yet." };
  const outcomeOf = (gate: Gate) => verdicts[gate.id]?.outcome;
  const required = gates.filter(({ level }) => level === "required");
  if (required.some((gate) => outcomeOf(gate) === "fail")) return { passes: false, missing: null };
  const open = required.filter((gate) => ["error", undefined].includes(outcomeOf(gate)));
  if (open.length > 0) {
    const ids = open.map(({ id }) => id).join(", ");
    return { passes: null, missing: `The check of a required gate could not decide: ${ids}.` };
  }
  const checks = gates.filter(({ id }) => id !== answeredGate);
  const decided = checks.some((gate) => ["pass", "fail", "na"].includes(outcomeOf(gate) ?? ""));
  return { passes: checks.length === 0 || decided ? true : null, missing: null };
}
