import path from "node:path";
import {
  listRuns,
  readJudgedRun,
  readRun,
  resolveRun,
  writeWholeRun,
  type Line,
  type StoredLine,
} from "../../record/index.ts";
import { findMissedThresholds, summariseRun } from "../../report/index.ts";
import { mergeShards, resolveRunVerdict, type MergedRun, type StoredRun } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { MergeFlags } from "../merge.ts";
import { resolveReportTargets } from "../shared/report-targets.ts";
import { referenceOf } from "../shared/run-reference.ts";
import { writeReports } from "../shared/write-reports.ts";

/** `assay merge`: joins shards, and reports on the run that they make as `assay run` would. */
export async function merge(
  references: readonly string[],
  flags: MergeFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const targets = resolveReportTargets(flags);
  const { folder, merged } = await mergeInto(references, flags, context);
  const { run, samples } = merged;
  // A terminal's report takes what is known already; the others want the answers' texts, too.
  const isBrief = targets.every(({ id }) => id === "terminal");
  const loaded = isBrief ? { ...merged, folder } : await readRun(folder);
  await writeReports(targets, loaded, {
    context,
    reference: referenceOf(loaded, { isLatest: false }),
  });
  const missedThresholds = findMissedThresholds(summariseRun(run, samples)).length;
  return resolveRunVerdict({ run, samples, missedThresholds }).exitCode;
}

/** Reads the shards, and writes the run that they make. */
async function mergeInto(
  references: readonly string[],
  flags: MergeFlags,
  context: CommandContext,
): Promise<{
  readonly folder: string;
  readonly merged: Pick<MergedRun, "run" | "samples"> & { readonly lines: readonly Line[] };
}> {
  const folders: string[] = [];
  for (const reference of references) folders.push(...(await findFolders(reference, flags)));
  const shards: StoredRun[] = [];
  for (const folder of folders) shards.push(await readStored(folder, context));
  const { run, samples, stored } = mergeShards(shards);
  const folder = path.join(flags.out, run.id);
  await writeWholeRun(folder, run, stored);
  context.note(`Merged ${shards.length === 1 ? "1 shard" : `${shards.length} shards`}.`);
  return { folder, merged: { run, samples, lines: linesOf(shards) } };
}

/** The run's folder, or those of all shards in the folder that is meant. */
async function findFolders(reference: string, { out }: MergeFlags): Promise<readonly string[]> {
  try {
    return [await resolveRun(out, reference)];
  } catch (error) {
    const inside = await listRuns(reference).catch(() => []);
    if (inside.length === 0) throw error;
    for (const { problem } of inside) if (problem) throw problem;
    // What else lies in the folder, a run that was merged before among it, is not meant.
    const shards = inside.filter(({ run }) => run !== null && run.shard !== null);
    return (shards.length > 0 ? shards : inside).map(({ folder }) => folder);
  }
}

async function readStored(folder: string, { note }: CommandContext): Promise<StoredRun> {
  const stored: StoredLine[] = [];
  const judged = await readJudgedRun(folder, { onLine: (line) => void stored.push(line) });
  for (const warning of judged.warnings) note(`warning: ${warning}`);
  return { ...judged, stored };
}

/** All lines of the shards, as reports want them: without the answers' texts. */
function linesOf(shards: readonly StoredRun[]): readonly Line[] {
  return shards.flatMap(({ stored }) => stored.map(({ line }) => line));
}
