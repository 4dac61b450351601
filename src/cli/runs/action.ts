import { listRuns, readRun, type ListedRun } from "../../record/index.ts";
import { renderRuns, renderRunsJson, summariseRun, type RunEntry } from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunsFlags } from "../runs.ts";

/** `assay runs`: a line a run; a damaged one is listed with what is wrong with it. */
export async function listRunsCommand(
  flags: RunsFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const listed = (await listRuns(flags.out)).toReversed();
  const shown = listed.slice(0, flags.limit);
  const entries: RunEntry[] = [];
  for (const one of shown) entries.push(await readEntry(one));
  if (flags.json) {
    context.print(renderRunsJson(entries));
    return exitCodes.fine;
  }
  if (listed.length === 0) {
    context.note(`There are no runs in ${flags.out}/ yet. \`assay run\` makes one.`);
    return exitCodes.fine;
  }
  context.print(renderRuns(entries, context.theme));
  const hidden = listed.length - shown.length;
  if (hidden > 0) context.note(`… ${hidden} older: assay runs --limit ${listed.length}`);
  return exitCodes.fine;
}

async function readEntry({ id, folder, problem }: ListedRun): Promise<RunEntry> {
  if (problem) return { id, folder, problem: describe(problem) };
  try {
    const { run, samples } = await readRun(folder);
    return { id, folder, run, arms: summariseRun(run, samples) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { id, folder, problem: describe(error) };
  }
}

function describe({ message, place }: UserError): string {
  return place === undefined ? message : `${message} (${place})`;
}
