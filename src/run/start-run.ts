import type { Model, ModelRequest } from "../models/index.ts";
import { createRun, reopenRun, sampleKey, type Line, type RunRecord } from "../record/index.ts";
import { executeRun, type ExecutedRun, type ExecuteOptions } from "./execute-run.ts";
import type { Grade } from "./grade.ts";
import { findOpenSamples } from "./open-samples.ts";
import type { PromptVersion } from "./prompt-version.ts";
import { requestsOfRun } from "./requests-of-run.ts";

type Control = Pick<ExecuteOptions, "signal" | "abortSignal" | "onProgress" | "now">;

export interface StartOptions extends Control {
  readonly run: RunRecord;
  /** The run's own folder, which must not hold a run yet. */
  readonly folder: string;
  readonly promptVersions: readonly PromptVersion[];
  readonly models: readonly Model[];
  readonly grade: Grade;
}

/**
 * Carries out a new run from `planRun`. What the models lack is found before the folder is made.
 *
 * @throws UserError as `executeRun`, `createRun` and `Model.prepare`
 */
export async function startRun(options: StartOptions): Promise<ExecutedRun> {
  const { run, folder, promptVersions, models } = options;
  const requests = requestsOfRun(run, promptVersions);
  await prepareModels({ run, requests, models, lines: [], retryFailures: false });
  const store = await createRun(folder, run);
  try {
    return await executeRun({ ...options, requests, store, lines: [] });
  } finally {
    await store.close();
  }
}

/** What a stored run needs again to go on. */
export interface ResumeParts {
  readonly promptVersions: readonly PromptVersion[];
  readonly models: readonly Model[];
  readonly grade: Grade;
  readonly checksHash: string;
}

export interface ResumeOptions extends Control {
  readonly folder: string;
  /** Finds the prompts, models and checks that the stored run names. */
  readonly resolveParts: (run: RunRecord) => Promise<ResumeParts>;
  readonly retryFailures?: boolean;
}

/**
 * Goes on with a run: asks what has no result, grades what has no verdicts. With other checks than
 * those of the run, everything is graded again, so that no report mixes verdicts of two.
 *
 * @throws UserError as `executeRun` and `reopenRun`; `run/prompt-changed`
 */
export async function resumeRun(
  options: ResumeOptions,
): Promise<ExecutedRun & { readonly warnings: readonly string[] }> {
  const { folder, resolveParts, retryFailures = false, now } = options;
  const { store, loaded } = await reopenRun(folder);
  try {
    const parts = await resolveParts(loaded.run);
    const { models, grade } = parts;
    const run = reopened(loaded.run, parts.checksHash, new Date(now()).toISOString());
    const { lines } = loaded;
    const requests = requestsOfRun(run, parts.promptVersions);
    await prepareModels({ run, requests, models, lines, retryFailures });
    await store.saveRun(run);
    const executed = await executeRun({
      ...options,
      run,
      requests,
      models,
      grade,
      store,
      lines,
      retryFailures,
    });
    return { ...executed, warnings: loaded.warnings };
  } finally {
    await store.close();
  }
}

function reopened(run: RunRecord, checksHash: string, startedAt: string): RunRecord {
  const last = run.gradings.at(-1);
  const gradings =
    last?.checksHash === checksHash
      ? run.gradings
      : [...run.gradings, { grading: (last?.grading ?? 0) + 1, checksHash, startedAt }];
  return { ...run, status: "running", finishedAt: null, gradings };
}

/** Lets each model see what it will be asked, so that what it lacks is said before anything is spent. */
async function prepareModels({
  run,
  requests,
  models,
  lines,
  retryFailures,
}: {
  readonly run: RunRecord;
  readonly requests: ReadonlyMap<string, ModelRequest>;
  readonly models: readonly Model[];
  readonly lines: readonly Line[];
  readonly retryFailures: boolean;
}): Promise<void> {
  const toAsk = findOpenSamples(run, lines, { retryFailures }).filter(
    ({ answer }) => answer === null,
  );
  for (const model of models) {
    const own = toAsk
      .filter(({ place }) => place.model === model.id)
      .flatMap(({ place }) => requests.get(sampleKey(place)) ?? []);
    if (own.length > 0) await model.prepare(own);
  }
}
