import { isDeepStrictEqual } from "node:util";
import { regradeArms, type Arm } from "../../compare/index.ts";
import { createGradingPool } from "../../grading/index.ts";
import { readAnswers, type RunRecord } from "../../record/index.ts";
import type { Gate } from "../../suite/index.ts";
import type { CommandContext } from "../context.ts";
import { hashChecks } from "../shared/grader.ts";
import type { OpenedArms } from "./open-arms.ts";

/**
 * Verdicts of two versions of the checks say nothing about the answers. Where the runs were graded
 * by different ones, today's grade the stored answers of every run that they did not grade, by the
 * gates of the run that was graded last. The runs stay as they are.
 *
 * @throws UserError as `createGradingPool`
 */
export async function agreeOnChecks(
  { arms, folders }: Pick<OpenedArms, "arms" | "folders">,
  context: CommandContext,
): Promise<readonly Arm[]> {
  const runs = [...new Set(arms.map(({ run }) => run))];
  const [latest] = runs.toSorted((a, b) => (gradedAt(a) < gradedAt(b) ? 1 : -1));
  if (!latest || runs.every((run) => hashOf(run) === hashOf(latest))) return arms;
  const gates = latest.suite.gates.filter(({ id }) => runs.every((run) => run.gates.includes(id)));
  const outdated: RunRecord[] = [];
  for (const run of runs) {
    if (!(await isUpToDate(run, gates, context))) outdated.push(run);
  }
  if (outdated.length === 0) return arms;
  const regraded = new Map<string, Arm>();
  const pool = await createGradingPool({
    gates,
    suiteFolder: latest.suite.folder,
    prices: latest.settings.prices,
  });
  try {
    for (const run of outdated) {
      context.note(
        `Grading the answers of run ${run.id} by today's checks; the run keeps its verdicts. (--allow checks takes these.)`,
      );
      const own = await regradeArms(
        arms.filter((arm) => arm.run === run),
        {
          answers: readAnswers(folders.get(run.id) ?? "", run),
          gates: gates.map(({ id }) => id),
          grade: pool.grade,
        },
      );
      for (const arm of own) regraded.set(arm.name, arm);
    }
  } finally {
    await pool.close();
  }
  return arms.map((arm) => regraded.get(arm.name) ?? arm);
}

/** Whether today's checks of these gates gave the verdicts of a run. */
async function isUpToDate(
  run: RunRecord,
  gates: readonly Gate[],
  { version }: CommandContext,
): Promise<boolean> {
  const checks = new Map(run.suite.gates.map(({ id, check }) => [id, check]));
  const hasSameChecks = gates.every(({ id, check }) => isDeepStrictEqual(checks.get(id), check));
  if (!hasSameChecks) return false;
  const { folder, gates: all } = run.suite;
  return hashOf(run) === (await hashChecks(all, { suiteFolder: folder, version }));
}

function hashOf({ gradings }: RunRecord): string | undefined {
  return gradings.at(-1)?.checksHash;
}

function gradedAt({ gradings }: RunRecord): string {
  return gradings.at(-1)?.startedAt ?? "";
}
