import { readdir } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { readRunFile, runFileName } from "./read-run.ts";
import type { RunRecord } from "./run-schema.ts";

/** A folder with a run.json: readable, or with what is wrong with it. */
export type ListedRun =
  | {
      readonly folder: string;
      readonly id: string;
      readonly run: RunRecord;
      readonly problem: null;
    }
  | {
      readonly folder: string;
      readonly id: string;
      readonly run: null;
      readonly problem: UserError;
    };

/** All runs of a results folder, the oldest first; none where the folder does not exist. */
export async function listRuns(resultsFolder: string): Promise<readonly ListedRun[]> {
  const names = await namesIn(resultsFolder);
  const listed = await Promise.all(
    names.map(async (name): Promise<ListedRun | null> => {
      const folder = path.join(resultsFolder, name);
      if (!(await namesIn(folder)).includes(runFileName)) return null;
      try {
        const run = await readRunFile(folder);
        return { folder, id: run.id, run, problem: null };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        return { folder, id: name, run: null, problem: error };
      }
    }),
  );
  return listed.filter((entry) => entry !== null).toSorted(compareByTime);
}

/** Run ids sort by time, so that a damaged run keeps its place among the others. */
function compareByTime(a: ListedRun, b: ListedRun): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : a.folder < b.folder ? -1 : 1;
}

/** Empty for what is no folder. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw new UserError("record/no-access", `The folder cannot be read: ${String(code)}.`, {
      place: folder,
      cause: error,
    });
  }
}
