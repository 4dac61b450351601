import { stat } from "node:fs/promises";
import path from "node:path";
import type { StartOptions } from "../../run/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { announceRun } from "./announce-run.ts";
import { createBatchNotes } from "./batch-notes.ts";
import { createProgressLine } from "./progress-line.ts";

/** What a run is given to be watched and stopped. */
export type RunControl = Required<
  Pick<StartOptions, "signal" | "onProgress" | "onBatch" | "onPrepared" | "now">
>;

/**
 * Carries out a run under a line of progress and Ctrl-C. An error that ends it comes with the
 * command that goes on, as what was stored is kept.
 */
export async function superviseRun<T>(
  context: CommandContext,
  options: {
    /** How the user names the run. */
    readonly reference: string;
    readonly folder: string;
    /** Samples of the plan; unknown where a stored run goes on. */
    readonly total?: number;
    /** Whether it is a stored run: what refuses that one says itself what to do about it. */
    readonly isResumed?: boolean;
  },
  execute: (control: RunControl) => Promise<T>,
): Promise<T> {
  const { reference, folder, total, isResumed = false } = options;
  const progress = createProgressLine(context);
  const interrupt = listenForInterrupt(context, progress, reference);
  if (total !== undefined) progress.start(total);
  try {
    return await execute({
      signal: interrupt.signal,
      onProgress: progress.update,
      onBatch: createBatchNotes(context, progress),
      async onPrepared(run, calls) {
        const resultsFolder = path.dirname(folder);
        const text = await announceRun({ run, calls, resultsFolder, env: context.io.env });
        if (text === null) return;
        progress.clear();
        context.note(text);
        if (total !== undefined) progress.start(total);
      },
      now: () => context.io.now().getTime(),
    });
  } catch (error) {
    progress.clear();
    const isRefused = isResumed && error instanceof UserError;
    if (!isRefused && (await exists(path.join(folder, "run.json")))) {
      context.note(`What was done is kept in ${folder}. Go on: assay run --resume ${reference}`);
    }
    throw error;
  } finally {
    progress.clear();
    interrupt.release();
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
