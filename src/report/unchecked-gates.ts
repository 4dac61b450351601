import type { ArmSummary } from "./summarise-run.ts";

/** Ids of the gates that have no verdict but `unchecked` in any arm. */
export function uncheckedGates(arms: readonly ArmSummary[]): readonly string[] {
  return (arms[0]?.gates ?? []).flatMap(({ gate }) => {
    const inArms = arms.flatMap(({ gates }) => gates.filter((other) => other.gate === gate));
    const isUnchecked =
      inArms.some(({ unchecked }) => unchecked > 0) &&
      inArms.every(({ pass, fail, na, error }) => pass + fail + na + error === 0);
    return isUnchecked ? [gate] : [];
  });
}
