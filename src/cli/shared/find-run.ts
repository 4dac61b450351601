import { resolveRun } from "../../record/index.ts";

/** A run that was named, and what stands behind its name. */
export interface FoundRun {
  readonly folder: string;
  /** Behind the colon: which arm of the run; null: nothing was said. */
  readonly arm: string | null;
  readonly isLatest: boolean;
}

/** The run of `run:arm`. Models and folders may have colons, so that the longest run's name counts. */
export async function findRun(reference: string, resultsFolder: string): Promise<FoundRun> {
  const whole = resolveRun(resultsFolder, reference);
  const colons = [...reference.matchAll(/:/gu)].map(({ index }) => index).toReversed();
  try {
    return { folder: await whole, arm: null, isLatest: reference === "latest" };
  } catch (error) {
    for (const at of colons) {
      const run = reference.slice(0, at);
      const folder = await resolveRun(resultsFolder, run).catch(() => null);
      if (folder !== null) {
        return { folder, arm: reference.slice(at + 1), isLatest: run === "latest" };
      }
    }
    if (colons.length === 0) throw error;
    // The error names the run, and not the arm behind it.
    await resolveRun(resultsFolder, reference.slice(0, colons.at(-1)));
    throw error;
  }
}
