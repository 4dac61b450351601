import type { TrendKind } from "../../compare/index.ts";
import type { RunRecord } from "../../record/index.ts";
import { findNearestName } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import type { HistoryFlags } from "../history.ts";
import type { ChosenRun } from "./choose-runs.ts";

/** A run as one arm of it: a prompt version on a model. */
export interface ChosenArm extends ChosenRun {
  readonly promptVersion: string;
  readonly model: string;
}

type Wanted = Pick<HistoryFlags, "prompt" | "model">;

/**
 * The arm that the user means of each run that has it: the prompt version and model that were
 * named, else the agent's own prompt and the run's first model. Live answers and replays are two
 * trends: a replay says something of the checks, and nothing of the model.
 */
export function chooseArms(
  runs: readonly ChosenRun[],
  kind: TrendKind,
  { prompt, model }: Wanted,
): readonly ChosenArm[] {
  return runs.flatMap((chosen) => {
    const version = chosen.run.promptVersions.find(
      ({ name }, at) => name === prompt || (prompt === undefined && at === 0),
    );
    const found = modelsOf(chosen.run, kind).find((id) => model === undefined || id === model);
    return version && found !== undefined
      ? [{ ...chosen, promptVersion: version.name, model: found }]
      : [];
  });
}

/**
 * Refuses a name that no run has.
 *
 * @throws UserError `history/unknown-name`
 */
export function requireKnownNames(
  runs: readonly ChosenRun[],
  { prompt, model }: Wanted,
  place: string,
): void {
  if (runs.length === 0) return;
  const names = listNames(runs);
  requireKnown("prompt version", prompt, { known: names.prompts, place });
  requireKnown("model", model, { known: names.models, place });
}

/** Prompt versions and models of all runs, each once. */
export function listNames(runs: readonly ChosenRun[]): {
  readonly prompts: readonly string[];
  readonly models: readonly string[];
} {
  return {
    prompts: [...new Set(runs.flatMap(({ run }) => run.promptVersions.map(({ name }) => name)))],
    models: [...new Set(runs.flatMap(({ run }) => run.models.map(({ id }) => id)))],
  };
}

function requireKnown(
  noun: string,
  name: string | undefined,
  { known, place }: { readonly known: readonly string[]; readonly place: string },
): void {
  if (name === undefined || known.includes(name)) return;
  const nearest = findNearestName(name, known);
  throw new UserError("history/unknown-name", `No run of the suite has a ${noun} "${name}".`, {
    place,
    hint: nearest === null ? `There are: ${known.join(", ")}.` : `Did you mean ${nearest}?`,
  });
}

function modelsOf({ models }: RunRecord, kind: TrendKind): readonly string[] {
  return models
    .filter((one) => (one.kind === "recordings") === (kind === "replay"))
    .map(({ id }) => id);
}
