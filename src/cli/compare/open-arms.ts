import { readJudgedRun, resolveRun, type JudgedRun } from "../../record/index.ts";
import type { Arm } from "../../compare/index.ts";
import { UserError } from "../../user-error.ts";
import type { CompareFlags } from "../compare.ts";
import type { CommandContext } from "../context.ts";
import { referenceOf } from "../shared/run-reference.ts";
import { nameArms } from "./name-arms.ts";
import { isTarget, replayTarget } from "../replay-target.ts";
import { selectArms, type ArmChoice } from "./select-arms.ts";

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
    const { folder, arm, isLatest } = await findRun(reference, flags, context);
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

interface FoundRun {
  readonly folder: string;
  /** Behind the colon: which arm of the run; null: nothing was said. */
  readonly arm: string | null;
  readonly isLatest: boolean;
}

/** The run of `run:arm`. Models and folders may have colons, so that the longest run's name counts. */
async function findRun(
  reference: string,
  flags: CompareFlags,
  context: CommandContext,
): Promise<FoundRun> {
  if (isTarget(reference)) {
    const folder = await replayTarget(reference, flags, context);
    return { folder, arm: null, isLatest: true };
  }
  const whole = resolveRun(flags.out, reference);
  const colons = [...reference.matchAll(/:/gu)].map(({ index }) => index).toReversed();
  try {
    return { folder: await whole, arm: null, isLatest: reference === "latest" };
  } catch (error) {
    for (const at of colons) {
      const run = reference.slice(0, at);
      const folder = await resolveRun(flags.out, run).catch(() => null);
      if (folder !== null) {
        return { folder, arm: reference.slice(at + 1), isLatest: run === "latest" };
      }
    }
    if (colons.length === 0) throw error;
    // The error names the run, and not the arm behind it.
    await resolveRun(flags.out, reference.slice(0, colons.at(-1)));
    throw error;
  }
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
