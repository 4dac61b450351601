import type { AnswerStatus, Verdict } from "../record/index.ts";
import type { Gate } from "../suite/index.ts";
import { UserError } from "../user-error.ts";

/** One answer to grade. */
export interface GradeTask {
  /** The answer's Markdown. */
  readonly text: string;
  readonly status: AnswerStatus;
  /** What the user asked. */
  readonly request: string;
  readonly caseId: string;
  /** The gates to decide, in the suite's order. */
  readonly gates: readonly Gate[];
}

/** Gives the verdicts of an answer by gate id. */
export type Grade = (task: GradeTask) => Promise<Readonly<Record<string, Verdict>>>;

/**
 * Grades an answer and sees to it that each gate has a verdict and no other has one. A grader that
 * breaks is no fault of the answer: its gates are `error`.
 *
 * @throws UserError what the grader says the user can mend
 */
export async function gradeFully(grade: Grade, task: GradeTask): Promise<Record<string, Verdict>> {
  let given: Readonly<Record<string, Verdict>> = {};
  let reason = "the grader gave no verdict";
  try {
    given = await grade(task);
  } catch (error) {
    if (error instanceof UserError) throw error;
    reason = `the grader broke: ${error instanceof Error ? error.message : String(error)}`;
  }
  const none: Verdict = { outcome: "error", score: null, reason, evidence: [] };
  return Object.fromEntries(task.gates.map(({ id }) => [id, given[id] ?? none]));
}
