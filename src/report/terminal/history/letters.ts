import type { StepGate, Trend, TrendStep } from "../../../compare/index.ts";

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** A step that is worth telling, with the letter by which the report names it. */
export interface LetteredStep {
  readonly letter: string;
  /** Position of the run in the trend to which it leads. */
  readonly at: number;
  /** When that run began. */
  readonly startedAt: string;
  readonly step: TrendStep;
}

/** Steps in which something is known to have changed: what a run was made of, or a gate beyond chance. */
export function letterSteps({
  steps,
  points,
}: Pick<Trend, "steps" | "points">): readonly LetteredStep[] {
  return steps
    .map((step, index) => ({ step, at: index + 1, startedAt: points[index + 1]?.startedAt ?? "" }))
    .filter(
      ({ step }) => step.changes.length > 0 || gatesOf(step).some(isChanged) || hasBrokenCase(step),
    )
    .map((one, index) => ({ ...one, letter: alphabet[index] ?? "*" }));
}

/** All gates of a step, all required gates together first. */
export function gatesOf({ compared }: TrendStep): readonly StepGate[] {
  return compared === null ? [] : [compared.total, ...compared.gates];
}

/** Whether a case is worse on its own, beyond chance. */
export function hasBrokenCase({ compared }: TrendStep): boolean {
  return compared !== null && compared.brokenCases.length > 0;
}

/** Whether the test of the pair says that the gate changed. */
export function isChanged({ decision }: StepGate): boolean {
  return decision === "regressed" || decision === "worse-within-margin" || decision === "improved";
}

/** Whether a gate moved, and the test cannot tell it from chance. */
export function isWithinNoise(gate: StepGate): boolean {
  return !isChanged(gate) && gate.difference !== null && gate.difference.estimate !== 0;
}
