import type { CommandContext } from "./context.ts";
import { planFromFlags, type PlannedRun } from "./run/plan.ts";
import type { RunFlags } from "./run.ts";
import { openSuite } from "./shared/open-suite.ts";

/**
 * The run that `assay run` would start with these flags. Nothing is asked or written.
 *
 * @throws UserError as `assay run` does
 */
export async function planTarget(
  target: string | undefined,
  flags: RunFlags,
  context: CommandContext,
): Promise<Pick<PlannedRun, "run" | "promptVersions" | "models">> {
  const opened = await openSuite(target, process.cwd());
  for (const note of opened.notes) context.note(note);
  const { run, promptVersions, models, close } = await planFromFlags(opened, flags, context);
  await close();
  return { run, promptVersions, models };
}
