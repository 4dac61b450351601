import type { RunRecord, Sample } from "../../../record/index.ts";
import type { ArmSummary } from "../../summarise-run.ts";

/** What every part of a run's report is made of. */
export interface RunReport {
  readonly run: RunRecord;
  readonly samples: readonly Sample[];
  readonly arms: readonly ArmSummary[];
  /** The run's folder, as a user can type it. */
  readonly folder: string;
  /** How commands name the run: `latest`, or its id. */
  readonly reference: string;
}
