import type { RunRecord, Sample } from "../record/index.ts";

/** What is compared inside of one run: a prompt version on a model. */
export interface Arm {
  readonly promptVersion: string;
  readonly model: string;
  /** The parts of its name in which the arms of the run differ. */
  readonly label: string;
}

/** All arms of a run, in the order of its prompt versions, then of its models. */
export function listArms(run: Pick<RunRecord, "promptVersions" | "models">): readonly Arm[] {
  const { promptVersions, models } = run;
  return promptVersions.flatMap(({ name }) =>
    models.map(({ id }) => ({
      promptVersion: name,
      model: id,
      label: models.length === 1 ? name : promptVersions.length === 1 ? id : `${name} · ${id}`,
    })),
  );
}

/** Samples of an arm, in the order of the plan. */
export function samplesOfArm(
  samples: readonly Sample[],
  arm: Pick<Arm, "promptVersion" | "model">,
): readonly Sample[] {
  return samples.filter(
    ({ promptVersion, model }) => promptVersion === arm.promptVersion && model === arm.model,
  );
}
