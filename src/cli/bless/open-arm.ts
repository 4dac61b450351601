import { listAnswers } from "../../baseline/index.ts";
import { regradeArms, type Arm } from "../../compare/index.ts";
import { createGradingPool } from "../../grading/index.ts";
import type { LoadedRun, RunRecord, Sample } from "../../record/index.ts";
import { samplesOfArm } from "../../report/index.ts";
import type { CommandContext } from "../context.ts";
import { hashChecks } from "../shared/grader.ts";

/** An arm of a run with the verdicts of today's checks. */
export interface OpenedArm {
  readonly run: RunRecord;
  readonly samples: readonly Sample[];
  /** Today's checks had to grade the answers again. */
  readonly isRegraded: boolean;
}

/**
 * An arm as it is to be blessed. A baseline says by which checks its verdicts are, so that those of
 * older ones are not taken over.
 *
 * @throws UserError as `createGradingPool`
 */
export async function openArm(
  { run, samples }: Pick<LoadedRun, "run" | "samples">,
  { promptVersion, model }: { readonly promptVersion: string; readonly model: string },
  { version, note }: CommandContext,
): Promise<OpenedArm> {
  const own = samplesOfArm(samples, { promptVersion, model });
  const { gates, folder: suiteFolder } = run.suite;
  const checksHash = await hashChecks(gates, { suiteFolder, version });
  const last = run.gradings.at(-1);
  const isGraded = own.every(({ answer, verdicts }) => answer === null || verdicts !== null);
  if (last?.checksHash === checksHash && isGraded) return { run, samples: own, isRegraded: false };
  note(`Grading the answers of run ${run.id} by today's checks; the run keeps its verdicts.`);
  const arm: Arm = { name: promptVersion, run, promptVersion, model, samples: own };
  const pool = await createGradingPool({ gates, suiteFolder, prices: run.settings.prices });
  try {
    const [regraded = arm] = await regradeArms([arm], {
      answers: listAnswers(own),
      gates: run.gates,
      grade: pool.grade,
    });
    const gradings = run.gradings.map((one) => (one === last ? { ...one, checksHash } : one));
    return { run: { ...run, gradings }, samples: regraded.samples, isRegraded: true };
  } finally {
    await pool.close();
  }
}
