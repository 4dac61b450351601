import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { cannotWrite } from "./cannot-write.ts";
import { openLineWriter, type LineWriter } from "./line-writer.ts";
import { readRun, runFileName, samplesFileName, type LoadedRun } from "./read-run.ts";
import { lockRun } from "./run-lock.ts";
import type { RunRecord } from "./run-schema.ts";

/** The one writer of a run's folder; close it to let others write. */
export interface RunStore extends LineWriter {
  readonly folder: string;
  /** Replaces run.json as a whole: a reader sees the old one or the new one. */
  saveRun(run: RunRecord): Promise<void>;
}

/**
 * Makes a new run's folder with its run.json and no samples.
 *
 * @throws UserError `record/exists`, `record/locked`, `record/cannot-write`
 */
export async function createRun(folder: string, run: RunRecord): Promise<RunStore> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError("record/cannot-write", `The folder cannot be made: ${reason}.`, {
      place: folder,
      hint: "Choose another folder with --out.",
      cause,
    });
  }
  return withLock(folder, async (unlock) => {
    const file = path.join(folder, samplesFileName);
    const exists = new UserError("record/exists", "There is a run here already.", {
      place: folder,
      hint: "Go on with it by --resume, or choose another folder with --out.",
    });
    if (await isThere(path.join(folder, runFileName))) throw exists;
    if (await isThere(file)) throw exists;
    await writeRun(folder, run);
    return makeStore(folder, await openLineWriter(file, 0), unlock);
  });
}

/**
 * Takes a run up again: what it has, and the store to go on with. A torn last line is cut off.
 *
 * @throws UserError as `readRun`; `record/locked`, `record/cannot-write`
 */
export async function reopenRun(
  folder: string,
): Promise<{ readonly store: RunStore; readonly loaded: LoadedRun }> {
  // Before the lock, which would else be left in a folder that is no run.
  await readRun(folder);
  return withLock(folder, async (unlock) => {
    const loaded = await readRun(folder);
    const writer = await openLineWriter(path.join(folder, samplesFileName), loaded.wholeBytes);
    return { store: makeStore(folder, writer, unlock), loaded };
  });
}

/** Writes run.json beside the old one and puts it in its place when it is whole. */
export async function writeRun(folder: string, run: RunRecord): Promise<void> {
  const file = path.join(folder, runFileName);
  const temporary = `${file}.tmp`;
  try {
    const handle = await open(temporary, "w");
    try {
      await handle.writeFile(`${JSON.stringify(run, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(file, cause);
  }
}

async function withLock<T>(
  folder: string,
  work: (unlock: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const unlock = await lockRun(folder);
  try {
    return await work(unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

function makeStore(folder: string, writer: LineWriter, unlock: () => Promise<void>): RunStore {
  return {
    folder,
    append: (line, options) => writer.append(line, options),
    saveRun: (run) => writeRun(folder, run),
    async close() {
      try {
        await writer.close();
      } finally {
        await unlock();
      }
    },
  };
}

/** Whether the file exists. */
async function isThere(file: string): Promise<boolean> {
  try {
    await (await open(file, "r")).close();
    return true;
  } catch {
    return false;
  }
}
