import { listRuns, readJudgedRun } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";

/** An answer that a model gave in an earlier run. */
export interface EarlierAnswer {
  readonly case: string;
  readonly outputTokens: number | null;
  readonly latencyMs: number | null;
}

/** Of older runs nothing more is to be learnt. */
const mostRuns = 5;

/**
 * The answers that a model gave to an agent's suite in the latest runs of a results folder, to any
 * prompt version. Runs that cannot be read are left out.
 */
export async function findEarlierAnswers(options: {
  readonly resultsFolder: string;
  /** Name of the agent. */
  readonly agent: string;
  readonly model: string;
}): Promise<readonly EarlierAnswer[]> {
  const { resultsFolder, agent, model } = options;
  const runs = (await listRuns(resultsFolder)).filter(
    ({ run }) => run?.agent.name === agent && run.models.some(({ id }) => id === model),
  );
  const found: EarlierAnswer[] = [];
  for (const { folder } of runs.slice(-mostRuns)) {
    try {
      const { samples } = await readJudgedRun(folder);
      for (const { case: id, model: asked, answer } of samples) {
        if (asked !== model || answer?.source !== "live") continue;
        const outputTokens = answer.usage?.outputTokens ?? null;
        found.push({ case: id, outputTokens, latencyMs: answer.latencyMs });
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
  return found;
}
