import { readFile } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { joinSamples } from "./join-samples.ts";
import type { Line } from "./line-schema.ts";
import { parseLines } from "./parse-lines.ts";
import { parseRun } from "./parse-run.ts";
import type { RunRecord } from "./run-schema.ts";
import type { Sample } from "./sample.ts";

export const runFileName = "run.json";
export const samplesFileName = "samples.jsonl";

/** A run as it stands on disk. */
export interface LoadedRun {
  readonly folder: string;
  readonly run: RunRecord;
  /** One for every place of the plan, in the plan's order. */
  readonly samples: readonly Sample[];
  /** Every line of samples.jsonl as it was stored: all gradings, all failures. */
  readonly lines: readonly Line[];
  /** Length in bytes of samples.jsonl without a torn last line. */
  readonly wholeBytes: number;
  /** What was odd but readable, with file and line. */
  readonly warnings: readonly string[];
}

/**
 * Reads a run's folder.
 *
 * @throws UserError `record/no-run`, `record/damaged`, `record/other-version`: with file and line
 */
export async function readRun(folder: string): Promise<LoadedRun> {
  const run = await readRunFile(folder);
  const file = path.join(folder, samplesFileName);
  const { lines, wholeBytes, warnings } = parseLines(await readSamplesFile(file, run), file, run);
  return { folder, run, samples: joinSamples(run, lines), lines, wholeBytes, warnings };
}

/** Reads run.json alone. */
export async function readRunFile(folder: string): Promise<RunRecord> {
  const file = path.join(folder, runFileName);
  try {
    return parseRun(await readFile(file), file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("record/no-run", `There is no run here: ${reasonOf(error)}.`, {
      place: file,
      hint: "`assay runs` lists the runs.",
      cause: error,
    });
  }
}

async function readSamplesFile(file: string, run: RunRecord): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    // A run that was killed between its first two files has no samples yet.
    if (codeOf(error) === "ENOENT" && run.status === "running") return Buffer.alloc(0);
    throw new UserError("record/damaged", `The run's samples cannot be read: ${reasonOf(error)}.`, {
      place: file,
      hint: "Restore the file, or delete the folder and run again.",
      cause: error,
    });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case "ENOENT":
      return "the file does not exist";
    case "ENOTDIR":
      return "that is no folder";
    case "EISDIR":
      return "it is a folder";
    case "EACCES":
    case "EPERM":
      return "reading it is not allowed";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
