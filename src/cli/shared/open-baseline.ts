import {
  baselineFolder,
  fitBaseline,
  listAnswers,
  readBaseline,
  type BaselineDifference,
  type BaselineRecord,
} from "../../baseline/index.ts";
import { regradeArms, type Arm } from "../../compare/index.ts";
import { createGradingPool } from "../../grading/index.ts";
import type { RunRecord } from "../../record/index.ts";
import type { CommandContext } from "../context.ts";
import { hashEachCheck } from "./grader.ts";

/** A suite's baseline, ready to be compared with a run. */
export interface OpenedBaseline {
  readonly record: BaselineRecord;
  /** With the gates of the run, and the verdicts of today's checks. */
  readonly arm: Arm;
  /** Sentences that must be said of it. */
  readonly notes: readonly string[];
}

/**
 * Reads the baseline of a run's suite, brings it to the run's gates, and grades its answers again
 * where the checks are others. Nothing is written.
 *
 * @param run planned or done
 * @returns null where there is no baseline
 * @throws UserError as `readBaseline`, `fitBaseline` and `createGradingPool`
 */
export async function openBaseline(
  run: RunRecord,
  options: {
    /** The run has a part of the suite's cases, as somebody asked for it. */
    readonly isSelection: boolean;
    readonly allow: readonly BaselineDifference[];
  },
  { version, note }: CommandContext,
): Promise<OpenedBaseline | null> {
  const { gates, folder: suiteFolder } = run.suite;
  const baseline = await readBaseline(suiteFolder);
  if (baseline === null) return null;
  const checks = await hashEachCheck(gates, { suiteFolder, version });
  const fitted = fitBaseline(baseline, run, {
    ...options,
    checks,
    place: baselineFolder(suiteFolder),
  });
  const { record } = baseline;
  const { arm, outdated, notes } = fitted;
  if (outdated.length === 0) return { record, arm, notes };
  note(
    `Grading the baseline's answers by today's checks of ${outdated.length === 1 ? "1 gate" : `${outdated.length} gates`}.`,
  );
  const pool = await createGradingPool({
    gates: gates.filter(({ id }) => outdated.includes(id)),
    suiteFolder,
    prices: run.settings.prices,
  });
  try {
    const [regraded = arm] = await regradeArms([arm], {
      answers: listAnswers(arm.samples),
      gates: outdated,
      grade: pool.grade,
    });
    return { record, arm: regraded, notes };
  } finally {
    await pool.close();
  }
}
