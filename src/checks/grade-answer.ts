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

/** Is told what grading turns to, so that somebody can see where it stays. */
export interface GradingWatch {
  readonly started: (gateId: string, check: Check) => void;
  readonly decided: (gateId: string, verdict: Verdict) => void;
}

/**
 * The verdicts of an answer by gate id, in the order of `checks`. Whatever the checks do, there is
 * a verdict for each: one that throws or returns no verdict is `error` with its reason.
 */
export async function gradeAnswer(
  task: GradingTask,
  checks: LoadedChecks,
  watch?: GradingWatch,
): Promise<Record<string, Verdict>> {
  const verdicts: Record<string, Verdict> = {};
  // First, so that they stay what they are also where the answer cannot be read.
  for (const [gateId, check] of checks) {
    verdicts[gateId] = unchecked;
    if (check === null) watch?.decided(gateId, unchecked);
  }
  const input = readInput(task);
  for (const [gateId, check] of checks) {
    if (check === null) continue;
    watch?.started(gateId, check);
    const verdict = "outcome" in input ? input : await decide(check, input);
    watch?.decided(gateId, verdict);
    verdicts[gateId] = verdict;
  }
  return verdicts;
}

/** Takes the answer apart; where that breaks, no check can decide. */
function readInput({ text, request, status }: GradingTask): CheckInput | Verdict {
  try {
    const answer = assembleAnswer(text);
    return { answer, program: buildProgram(answer), request, status };
  } catch (error) {
    return undecided(`the answer could not be read: ${describeThrown(error)}`);
  }
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
    return undecided(`the check ${check.id} failed: ${describeThrown(error)}`);
  }
}

/** One line about anything that can be thrown, also what has no words of its own. */
function describeThrown(error: unknown): string {
  try {
    const message = error instanceof Error ? error.message : String(error);
    return message.split("\n")[0] ?? "";
  } catch {
    return "it threw something that cannot be shown";
  }
}
