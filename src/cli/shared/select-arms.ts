import type { JudgedRun } from "../../record/index.ts";
import { listArms } from "../../report/index.ts";
import { findNearestName } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";

/** One arm of a run that was read. */
export interface ArmChoice {
  readonly loaded: JudgedRun;
  readonly promptVersion: string;
  readonly model: string;
  /** As the user named it. */
  readonly reference: string;
}

/** Which arms of a run are meant; undefined: all. */
export interface ArmFlags {
  readonly prompt?: readonly string[] | undefined;
  readonly model?: readonly string[] | undefined;
}

/**
 * The arms of a run that the user means: those named behind the colon, or by --prompt and --model
 * in the order given, else all of them. Of several runs each must give one arm, as only the user
 * knows which belong together.
 *
 * @throws UserError `compare/unknown-name`, `compare/several-arms`, `compare/one-arm`
 */
export function selectArms(
  loaded: JudgedRun,
  options: {
    readonly reference: string;
    /** What stands behind the colon. */
    readonly arm: string | null;
    readonly flags: ArmFlags;
    readonly isOnlyRun: boolean;
  },
): readonly ArmChoice[] {
  const { reference, arm, flags, isOnlyRun } = options;
  const versions = loaded.run.promptVersions.map(({ name }) => name);
  const models = loaded.run.models.map(({ id }) => id);
  const wanted = arm === null ? null : parseArm(arm, { versions, models, reference });
  const prompts = wanted?.prompt ?? flags.prompt ?? versions;
  const ids = wanted?.model ?? flags.model ?? models;
  for (const name of prompts) requireKnown("prompt version", name, versions, reference);
  for (const id of ids) requireKnown("model", id, models, reference);
  const choices = prompts.flatMap((promptVersion) =>
    ids.map((model) => ({ loaded, promptVersion, model, reference })),
  );
  if (isOnlyRun && choices.length < 2) throw onlyOne(loaded, choices, reference);
  if (!isOnlyRun && choices.length > 1) throw several(loaded, reference);
  return choices;
}

/** `lite`, `claude-haiku-5-5`, `lite/claude-haiku-5-5`. */
function parseArm(
  arm: string,
  known: {
    readonly versions: readonly string[];
    readonly models: readonly string[];
    readonly reference: string;
  },
): { readonly prompt: readonly string[] | null; readonly model: readonly string[] | null } {
  const { versions, models, reference } = known;
  if (versions.includes(arm)) return { prompt: [arm], model: null };
  if (models.includes(arm)) return { prompt: null, model: [arm] };
  const slash = arm.indexOf("/");
  if (slash > 0) return { prompt: [arm.slice(0, slash)], model: [arm.slice(slash + 1)] };
  throw unknownName("prompt version or model", arm, [...versions, ...models], reference);
}

function requireKnown(
  noun: string,
  name: string,
  known: readonly string[],
  reference: string,
): void {
  if (!known.includes(name)) throw unknownName(noun, name, known, reference);
}

function unknownName(
  noun: string,
  name: string,
  known: readonly string[],
  reference: string,
): UserError {
  const nearest = findNearestName(name, known);
  return new UserError("compare/unknown-name", `The run has no ${noun} "${name}".`, {
    place: reference,
    hint: nearest === null ? `It has: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

function onlyOne({ run }: JudgedRun, choices: readonly ArmChoice[], reference: string): UserError {
  const arms = listArms(run).map(({ label }) => label);
  const chosen = choices[0] ? `${choices[0].promptVersion} on ${choices[0].model}` : "nothing";
  return new UserError("compare/one-arm", `There is only ${chosen} to compare.`, {
    place: reference,
    hint:
      arms.length > 1
        ? `The run has ${arms.join(", ")}: name two of them, or none for all.`
        : "Name another run, or run several: assay run agents/x.md --prompt",
  });
}

function several({ run }: JudgedRun, reference: string): UserError {
  const arms = listArms(run);
  const hasModels = run.models.length > 1;
  const names = arms.map(({ promptVersion, model }) =>
    hasModels ? `${promptVersion}/${model}` : promptVersion,
  );
  return new UserError("compare/several-arms", "The run has more than one arm: name one.", {
    place: reference,
    hint: `Write ${names.map((name) => `${reference}:${name}`).join(" or ")}.`,
  });
}
