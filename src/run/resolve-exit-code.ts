import { answeredGate, tallyGates, type RunRecord, type Sample } from "../record/index.ts";

/** What a finished run means for the process's exit code, and why. */
export interface RunVerdict {
  readonly exitCode: 0 | 1 | 3 | 130;
  readonly reason:
    | "fine"
    | "threshold-missed"
    | "over-budget"
    | "too-much-missing"
    | "nothing-decided"
    | "interrupted";
}

/**
 * The exit code of a run. What is missing weighs more than a threshold that was missed: rates of a
 * part of the samples prove nothing.
 *
 * @param missedThresholds how many gates are below their `minPassRate`
 */
export function resolveRunVerdict({
  run,
  samples,
  missedThresholds,
}: {
  readonly run: RunRecord;
  readonly samples: readonly Sample[];
  readonly missedThresholds: number;
}): RunVerdict {
  if (run.status === "interrupted") return { exitCode: 130, reason: "interrupted" };
  if (isOverBudget(samples)) return { exitCode: 3, reason: "over-budget" };
  if (tooMuchIsMissing(run, samples)) return { exitCode: 3, reason: "too-much-missing" };
  if (nothingIsDecided(run, samples)) return { exitCode: 3, reason: "nothing-decided" };
  if (missedThresholds > 0) return { exitCode: 1, reason: "threshold-missed" };
  return { exitCode: 0, reason: "fine" };
}

/** Whether a run is partial: for the budget, or as too much is missing. */
export function isIncomplete(
  run: Pick<RunRecord, "settings">,
  samples: readonly Sample[],
): boolean {
  return isOverBudget(samples) || tooMuchIsMissing(run, samples);
}

function isOverBudget(samples: readonly Sample[]): boolean {
  return samples.some(({ status }) => status === "over budget");
}

/** Whether more samples are missing values than the run's settings allow. */
function tooMuchIsMissing(run: Pick<RunRecord, "settings">, samples: readonly Sample[]): boolean {
  const missing = samples.filter((sample) => sample.missing !== null).length;
  return missing > run.settings.maxMissingRate * samples.length;
}

/** Whether no check decided anything, `na` included. That a model answers at all is no check. */
function nothingIsDecided(
  run: Pick<RunRecord, "gates" | "suite">,
  samples: readonly Sample[],
): boolean {
  return tallyGates(run, samples)
    .filter(({ gate }) => gate !== answeredGate || run.gates.length === 1)
    .every(({ pass, fail, na }) => pass + fail + na === 0);
}
