import type { ArmSummary } from "./summarise-run.ts";

/** A gate that passes less often than its suite asks for. */
export interface MissedThreshold {
  readonly gate: string;
  readonly label: string;
  /** 0..1; null: nothing was decided, so that the threshold cannot be said to be met. */
  readonly rate: number | null;
  readonly minPassRate: number;
}

/**
 * Gates whose rate is below their `minPassRate`, of all arms. A gate that was never decided misses
 * its threshold as well: not looking is not passing. A gate that applies to no answer misses none.
 */
export function findMissedThresholds(arms: readonly ArmSummary[]): readonly MissedThreshold[] {
  return arms.flatMap(({ label, gates }) =>
    gates.flatMap(({ gate, rate, minPassRate, na, error, unchecked, missing }) => {
      if (minPassRate === null) return [];
      const appliesNowhere = rate === null && na > 0 && error + unchecked + missing === 0;
      if (appliesNowhere || (rate !== null && rate >= minPassRate)) return [];
      return [{ gate, label, rate, minPassRate }];
    }),
  );
}
