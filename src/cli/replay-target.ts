import path from "node:path";
import { startRun } from "../run/index.ts";
import { UserError } from "../user-error.ts";
import type { CompareFlags } from "./compare.ts";
import type { CommandContext } from "./context.ts";
import { planFromFlags } from "./run/plan.ts";
import { superviseRun } from "./shared/supervise-run.ts";
import { openSuite } from "./shared/open-suite.ts";
import { referenceOf } from "./shared/run-reference.ts";

/** Whether an argument names an agent file or a suite, and not a run. */
export function isTarget(reference: string): boolean {
  return /\.(?:md|ya?ml)$/iu.test(reference);
}

/**
 * Replays the recorded answers of all prompt versions of a suite, as a run of its own. Nothing is
 * asked of a model.
 *
 * @returns the run's folder
 * @throws UserError as `assay run` does
 */
export async function replayTarget(
  target: string,
  flags: CompareFlags,
  context: CommandContext,
): Promise<string> {
  if (flags.model !== undefined) {
    throw new UserError(
      "compare/replay-has-no-models",
      "Recordings are replayed, no model is asked.",
      {
        place: target,
        hint: `Ask the models first: assay run ${target} --model ${flags.model.join(" --model ")}`,
      },
    );
  }
  const opened = await openSuite(target, process.cwd());
  for (const note of opened.notes) context.note(note);
  const planned = await planFromFlags(opened, { prompt: true, out: flags.out }, context);
  const folder = path.join(flags.out, planned.run.id);
  const reference = referenceOf({ run: planned.run, folder }, { isLatest: false });
  const total = planned.run.plan.length;
  try {
    await superviseRun(context, { reference, folder, total }, (control) =>
      startRun({ ...planned, folder, ...control }),
    );
  } finally {
    await planned.close();
  }
  return folder;
}
