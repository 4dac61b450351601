import type { Arm } from "../../compare/index.ts";
import { samplesOfArm } from "../../report/index.ts";
import type { ArmChoice } from "../shared/select-arms.ts";

/**
 * Names arms by what tells them apart: the prompt version, else the model, else the run; all of
 * these where one is not enough.
 */
export function nameArms(choices: readonly ArmChoice[]): readonly Arm[] {
  const parts = [
    ({ promptVersion }: ArmChoice) => promptVersion,
    ({ model }: ArmChoice) => model,
    ({ loaded }: ArmChoice) => loaded.run.id,
  ];
  const varying = parts.filter((part) => new Set(choices.map(part)).size > 1);
  const isUnique = (used: typeof parts) =>
    new Set(choices.map((choice) => used.map((part) => part(choice)).join(" "))).size ===
    choices.length;
  // The fewest parts from the left that are enough.
  const used = varying.map((_, index) => varying.slice(0, index + 1)).find(isUnique) ?? varying;
  return choices.map((choice) => {
    const { promptVersion, model, loaded } = choice;
    const name = used.map((part) => part(choice)).join(" · ");
    const arm = { promptVersion, model, label: name };
    return {
      name,
      promptVersion,
      model,
      run: loaded.run,
      samples: samplesOfArm(loaded.samples, arm),
    };
  });
}
