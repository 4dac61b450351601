import { readJudgedRun, type JudgedRun } from "../../record/index.ts";
import type { Arm } from "../../compare/index.ts";
import { UserError } from "../../user-error.ts";
import type { CompareFlags } from "../compare.ts";
import type { CommandContext } from "../context.ts";
import { referenceOf } from "../shared/run-reference.ts";
import { nameArms } from "./name-arms.ts";
import { isTarget, replayTarget } from "../replay-target.ts";
import { findRun } from "../shared/find-run.ts";
import { selectArms, type ArmChoice } from "../shared/select-arms.ts";

/** What is compared, and what is said of it. */
export interface OpenedArms {
  readonly arms: readonly Arm[];
  readonly notices: readonly string[];
  /** Of each run, by its id. */
  readonly folders: ReadonlyMap<string, string>;
  /** How commands name each run, by its id. */
  readonly references: ReadonlyMap<string, string>;
}

/**
 * Opens everything that the arguments name: runs, arms of runs, or a suite to replay.
 *
 * @throws UserError where a name is unknown, or says too little
 */
export async function openArms(
  references: readonly string[],
  flags: CompareFlags,
  context: CommandContext,
): Promise<OpenedArms> {
  const loaded = new Map<string, JudgedRun>();
  const named = new Map<string, string>();
  const choices: ArmChoice[] = [];
  for (const reference of references) {
    const { folder, arm, isLatest } = isTarget(reference)
      ? { folder: await replayTarget(reference, flags, context), arm: null, isLatest: true }
      : await findRun(reference, flags.out);
    const run = loaded.get(folder) ?? (await readJudgedRun(folder));
    if (!loaded.has(folder)) {
      for (const warning of run.warnings) context.note(`warning: ${warning}`);
    }
    loaded.set(folder, run);
    if (!named.has(run.run.id)) named.set(run.run.id, referenceOf(run, { isLatest }));
    choices.push(...selectArms(run, { reference, arm, flags, isOnlyRun: references.length === 1 }));
  }
  refuseTwice(choices);
  return {
    arms: nameArms(choices),
    notices: [...new Set([...loaded.values()].flatMap(({ run }) => run.notices))],
    folders: new Map([...loaded].map(([folder, { run }]) => [run.id, folder])),
    references: named,
  };
}

function refuseTwice(choices: readonly ArmChoice[]): void {
  const seen = new Set<string>();
  for (const { loaded, promptVersion, model, reference } of choices) {
    const key = JSON.stringify([loaded.run.id, promptVersion, model]);
    if (seen.has(key)) {
      throw new UserError("compare/same-arm", `${promptVersion} on ${model} is there twice.`, {
        place: reference,
        hint: "An arm compared with itself says nothing: name another run, prompt version or model.",
      });
    }
    seen.add(key);
  }
}
