import { assembleAnswer, buildProgram } from "../../answer/index.ts";
import type { Verdict } from "../../record/index.ts";
import type { Check } from "../types.ts";

/** One check's verdict on an answer's Markdown. */
export async function gradeWith(
  check: Check,
  text: string,
  request: string | null = null,
): Promise<Verdict> {
  const answer = assembleAnswer(text);
  return check.decide({ answer, program: buildProgram(answer), request, status: null });
}
