import type { Model } from "../models/index.ts";
import {
  createRun,
  findSpending,
  reopenRun,
  type LostInFlight,
  type RunRecord,
} from "../record/index.ts";
import { executeRun, type ExecutedRun, type ExecuteOptions } from "./execute-run.ts";
import type { Grade } from "./grade.ts";
import type { Wanted } from "./open-samples.ts";
import { prepareModels, type PreparedCalls } from "./prepare-models.ts";
import type { PromptVersion } from "./prompt-version.ts";
import { requestsOfRun } from "./requests-of-run.ts";

interface Control extends Pick<
  ExecuteOptions,
  "signal" | "abortSignal" | "onProgress" | "onBatch" | "now"
> {
  /** Told what will be asked, when nothing stands in the way any more; asking begins after it. */
  readonly onPrepared?: (run: RunRecord, calls: readonly PreparedCalls[]) => Promise<void>;
}

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
 * @throws UserError as `executeRun`, `createRun` and `prepareModels`
 */
export async function startRun(options: StartOptions): Promise<ExecutedRun> {
  const { run, folder, promptVersions, models } = options;
  const requests = requestsOfRun(run, promptVersions);
  const calls = await prepareModels({ run, requests, models, lines: [], wanted: "rest" });
  await options.onPrepared?.(run, calls);
  const store = await createRun(folder, run);
  try {
    return await executeRun({ ...options, requests, store, lines: [] });
  } finally {
    await store.close();
    await closeModels(models);
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
  /** `failures`: ask those again, too, that failed for the infrastructure (default: not these). */
  readonly wanted?: Extract<Wanted, "over budget" | "failures">;
  /** Asks one by one, also in a run that asks in batches. */
  readonly individually?: boolean;
  /** What the user changes: undefined leaves it as it is. */
  readonly settings?: Partial<RunRecord["settings"]>;
  /** What a kill caught in flight: told before it is asked again. */
  readonly onLostInFlight?: (lost: readonly LostInFlight[]) => void;
}

export interface ResumedRun extends ExecutedRun {
  readonly warnings: readonly string[];
}

/**
 * Goes on with a run: asks what has no result or did not fit the budget, grades what has no
 * verdicts. With other checks than those of the run, everything is graded again, so that no report
 * mixes verdicts of two.
 *
 * @throws UserError as `executeRun`, `reopenRun` and `prepareModels`; `run/prompt-changed`
 */
export async function resumeRun(options: ResumeOptions): Promise<ResumedRun> {
  const { folder, resolveParts, wanted = "over budget", settings = {}, now } = options;
  const { store, loaded } = await reopenRun(folder);
  let models: readonly Model[] = [];
  try {
    const planned = { ...loaded.run, settings: { ...loaded.run.settings, ...settings } };
    const parts = await resolveParts(planned);
    ({ models } = parts);
    const { grade } = parts;
    const run = reopened(planned, parts.checksHash, new Date(now()).toISOString());
    const { lines } = loaded;
    const requests = requestsOfRun(run, parts.promptVersions);
    const calls = await prepareModels({ run, requests, models, lines, wanted });
    const { individually = false } = options;
    await options.onPrepared?.(individually ? askedIndividually(run) : run, calls);
    const { lostInFlight } = findSpending(lines);
    if (lostInFlight.length > 0) options.onLostInFlight?.(lostInFlight);
    await store.saveRun(run);
    const stored = { run, requests, models, grade, store, lines, wanted };
    const executed = await executeRun({ ...options, ...stored });
    return { ...executed, warnings: loaded.warnings };
  } finally {
    await store.close();
    await closeModels(models);
  }
}

export interface RegradeOptions extends Control {
  readonly folder: string;
  /** Finds the checks of the stored run. */
  readonly resolveParts: (run: RunRecord) => Promise<Pick<ResumeParts, "grade" | "checksHash">>;
}

/**
 * Grades the stored answers of a run again. Nothing is asked; the old verdicts stay in
 * samples.jsonl, as an earlier grading.
 *
 * @throws UserError as `executeRun` and `reopenRun`
 */
export async function regradeRun(options: RegradeOptions): Promise<ResumedRun> {
  const { folder, resolveParts, now } = options;
  const { store, loaded } = await reopenRun(folder);
  try {
    const { grade, checksHash } = await resolveParts(loaded.run);
    const run = regraded(loaded.run, checksHash, new Date(now()).toISOString());
    const { lines } = loaded;
    await store.saveRun(run);
    const stored = { run, requests: new Map(), models: [], grade, store, lines };
    const executed = await executeRun({ ...options, ...stored, wanted: "grading" });
    return { ...executed, warnings: loaded.warnings };
  } finally {
    await store.close();
  }
}

/** At the whole price, and sooner. */
function askedIndividually(run: RunRecord): RunRecord {
  return { ...run, settings: { ...run.settings, batch: false } };
}

/** Other checks than those of the last grading make a new one. */
function reopened(run: RunRecord, checksHash: string, startedAt: string): RunRecord {
  const isSame = run.gradings.at(-1)?.checksHash === checksHash;
  return isSame
    ? { ...run, status: "running", finishedAt: null }
    : regraded(run, checksHash, startedAt);
}

function regraded(run: RunRecord, checksHash: string, startedAt: string): RunRecord {
  const grading = (run.gradings.at(-1)?.grading ?? 0) + 1;
  const gradings = [...run.gradings, { grading, checksHash, startedAt }];
  return { ...run, status: "running", finishedAt: null, gradings };
}

async function closeModels(models: readonly Model[]): Promise<void> {
  for (const model of models) await model.close?.();
}
