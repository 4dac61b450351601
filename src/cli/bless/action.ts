import path from "node:path";
import {
  baselineFolder,
  describeChanges,
  makeBaseline,
  readBaseline,
  requireBlessable,
  writeBaseline,
  type Baseline,
} from "../../baseline/index.ts";
import { readRun, type RunRecord } from "../../record/index.ts";
import { renderBlessing, renderBlessingJson, samplesOfArm } from "../../report/index.ts";
import { UserError } from "../../user-error.ts";
import type { BlessFlags } from "../bless.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import { isTarget } from "../replay-target.ts";
import { findRun } from "../shared/find-run.ts";
import { hashEachCheck } from "../shared/grader.ts";
import { selectArms } from "../shared/select-arms.ts";
import { openArm } from "./open-arm.ts";

/** `assay bless`. */
export async function bless(
  reference: string,
  flags: BlessFlags,
  context: CommandContext,
): Promise<ExitCode> {
  if (isTarget(reference)) throw noRun(reference);
  const { folder, arm } = await findRun(reference, flags.out);
  const loaded = await readRun(folder);
  for (const warning of loaded.warnings) context.note(`warning: ${warning}`);
  const suiteFolder = requireSuite(loaded.run);
  const [choice] = selectArms(loaded, {
    reference,
    arm,
    flags: {
      prompt: flags.prompt === undefined ? undefined : [flags.prompt],
      model: flags.model === undefined ? undefined : [flags.model],
    },
    isOnlyRun: false,
  });
  if (!choice) throw new Error("A run has an arm.");
  const isPartAllowed = flags.allow === "incomplete";
  requireBlessable(loaded.run, samplesOfArm(loaded.samples, choice), { isPartAllowed });
  const { run, samples, isRegraded } = await openArm(loaded, choice, context);
  const made = makeBaseline(run, samples, {
    ...choice,
    checks: await hashEachCheck(run.suite.gates, { suiteFolder, version: context.version }),
    isPartAllowed,
  });
  const previous = await readPrevious(suiteFolder, context);
  const changes = previous === null ? null : describeChanges(previous.record, made.record);
  const isSame = previous !== null && changes === null;
  const written = isSame || flags.dryRun ? [] : await writeBaseline(suiteFolder, made);
  const view = {
    folder: baselineFolder(suiteFolder),
    record: made.record,
    notices: run.notices,
    isRegraded,
    previous: previous?.record.run ?? null,
    changes,
    written,
    isDryRun: flags.dryRun ?? false,
  };
  context.print(flags.json ? renderBlessingJson(view) : renderBlessing(view, context.theme));
  return exitCodes.fine;
}

/** The baseline until now. A damaged one is no reason not to replace it. */
async function readPrevious(
  suiteFolder: string,
  { note }: CommandContext,
): Promise<Baseline | null> {
  try {
    return await readBaseline(suiteFolder);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    note(`warning: The baseline until now cannot be read: ${error.message} (${error.place})`);
    return null;
  }
}

function requireSuite({ id, suite, agent }: RunRecord): string {
  if (suite.path !== null) return suite.folder;
  throw new UserError(
    "bless/no-suite",
    "The run's suite was derived in memory: it has no folder.",
    {
      place: `run ${id}`,
      hint: `\`assay derive ${agent.path}\` writes it down; then run it again.`,
    },
  );
}

function noRun(reference: string): UserError {
  const name = path.basename(reference);
  return new UserError("bless/no-run", `${name} is no run: only what was run can be blessed.`, {
    place: reference,
    hint: `assay run ${reference}, look at what came out, and then: assay bless latest`,
  });
}
