import type { Line, RunRecord, Sample } from "../record/index.ts";
import type { ComparisonView } from "./terminal/compare/comparison-view.ts";
import type { Theme } from "./terminal/theme.ts";

/** A run, and what a reporter must know of where its report is read. */
export interface ReporterInput {
  readonly run: RunRecord;
  readonly samples: readonly Sample[];
  /** Every line of samples.jsonl, of which costs are summed. */
  readonly lines: readonly Line[];
  /** The run's folder, as a user can type it. */
  readonly folder: string;
  /** How commands name the run: `latest`, or its id. */
  readonly reference: string;
  /** Colours and width, for those who write to a terminal. */
  readonly theme: Theme;
  /** The agent file as its repository has it: relative to the root, with slashes. */
  readonly agentFile: string;
  /** Only findings of these gates, for the terminal. */
  readonly gates?: readonly string[] | undefined;
  /** The run beside its suite's baseline; null: it was compared with none. */
  readonly compared?: ComparedRun | null | undefined;
}

/** A run beside its suite's baseline. */
export interface ComparedRun extends ComparisonView {
  /** What the comparison alone means for the exit code. */
  readonly exitCode: number;
}

/** A format of a run's report. */
export interface Reporter {
  /** The whole text, without a line end behind it. */
  readonly render: (input: ReporterInput) => string;
  /**
   * Where it goes when no file is named. stdout: always there; alone: there where no other reporter
   * was asked for, else into the run's folder; folder: always there.
   */
  readonly place: "stdout" | "alone" | "folder";
  /** Its file in the run's folder. */
  readonly fileName: string;
}

export const reporterIds = [
  "terminal",
  "json",
  "junit",
  "markdown",
  "github",
  "csv",
  "promptfoo",
] as const;

export type ReporterId = (typeof reporterIds)[number];
