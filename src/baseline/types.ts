import type { RunRecord, Sample } from "../record/index.ts";
import type { BaselineRecord } from "./baseline-schema.ts";

/** A blessed run: one arm of it, with its answers. */
export interface Baseline {
  /** What baseline.json says. */
  readonly record: BaselineRecord;
  /** The run's own record, narrowed to the arm. */
  readonly run: RunRecord;
  /** In the order of the plan, with the answers' texts. */
  readonly samples: readonly Sample[];
}

/** Hashes of the checks that decide gates, by gate id. */
export type CheckHashes = ReadonlyMap<string, string>;
