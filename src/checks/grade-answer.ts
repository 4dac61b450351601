import { assembleAnswer, buildProgram } from "../answer/index.ts";
import { verdictSchema } from "../record/index.ts";
import type { AnswerStatus, Verdict } from "../record/index.ts";
import type { LoadedChecks } from "./load-checks.ts";
import type { Check, CheckInput } from "./types.ts";
import { undecided } from "./verdicts.ts";

/** What there is to grade. */
export interface GradingTask {
  /** The answer's Markdown. */
  readonly text: string;
  /** The user's request; null where it is not known. */
  readonly request: string | null;
  /** How the reply ended; null where only its text is known. */
  readonly status: AnswerStatus | null;
}

/**
 * The verdicts of an answer by gate id, in the order of `checks`. Whatever the checks do, there is
 * a verdict for each: one that throws or returns no verdict is `error` with its reason.
 */
export async function gradeAnswer(
  task: GradingTask,
  checks: LoadedChecks,
): Promise<Record<string, Verdict>> {
  const answer = assembleAnswer(task.text);
  const program = buildProgram(answer);
  const input: CheckInput = { answer, program, request: task.request, status: task.status };
  const verdicts: Record<string, Verdict> = {};
  for (const [gateId, check] of checks) {
    verdicts[gateId] = check === null ? unchecked : await decide(check, input);
  }
  return verdicts;
}

const unchecked: Verdict = {
  outcome: "unchecked",
  score: null,
  reason: "no check decides this gate yet",
  evidence: [],
};

async function decide(check: Check, input: CheckInput): Promise<Verdict> {
  try {
    const given: unknown = await check.decide(input);
    const verdict = verdictSchema.safeParse(given);
    if (verdict.success) return verdict.data;
    const [problem] = verdict.error.issues;
    const where = problem?.path.join(".") || "the verdict";
    return undecided(`the check ${check.id} returned no verdict: ${where}: ${problem?.message}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return undecided(`the check ${check.id} failed: ${message.split("\n")[0]}`);
  }
}
