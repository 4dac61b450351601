import type { Trend } from "../../../compare/index.ts";
import type { Theme } from "../theme.ts";

/** What `assay history` says. */
export interface HistoryReport {
  /** Name of the agent. */
  readonly agent: string;
  /** suite.yaml; null: derived in memory. */
  readonly suite: string | null;
  /** Live answers before replays; none of a kind without runs. */
  readonly trends: readonly Trend[];
  /** Runs that are in no trend, and why. */
  readonly passedOver: readonly {
    readonly id: string;
    readonly folder: string;
    readonly reason: string;
    readonly problem: string | null;
  }[];
}

export interface HistoryTheme extends Theme {
  /** Whether the terminal shows more than ASCII. */
  readonly unicode: boolean;
}
