import type { PassCount } from "../stats/index.ts";
import { alignArms, type CaseCounts } from "./align-arms.ts";
import type { Arm } from "./types.ts";

/** Passes of an arm, a case each; cases of which nothing is decided are left out. */
export interface ArmPasses {
  /** Of all required gates together. */
  readonly total: readonly PassCount[];
  /** Of each required gate, by its id. */
  readonly required: ReadonlyMap<string, readonly PassCount[]>;
}

/** How many answers to each case pass. */
export function countPasses(arm: Arm): ArmPasses {
  const { arms, gates } = alignArms([arm]);
  const [aligned] = arms;
  const required = gates.filter(({ level }) => level === "required");
  return {
    total: passesOf(aligned?.total),
    required: new Map(required.map(({ id }) => [id, passesOf(aligned?.gates.get(id))])),
  };
}

function passesOf(counts: CaseCounts | undefined): readonly PassCount[] {
  return [...(counts?.values() ?? [])]
    .map(({ pass, fail }) => ({ passes: pass, answers: pass + fail }))
    .filter(({ answers }) => answers > 0);
}
