import { evidenceAtAnswerLine } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, pass } from "./verdicts.ts";

/**
 * The reply is an answer, and whole: not empty, not refused or filtered by the model's provider,
 * not cut for length. Where only the text is known, a code fence that is never closed shows a cut.
 */
export const answered: Check = {
  id: "answered",
  decide({ answer, status }) {
    const lines = answer.text.split("\n");
    const end = [evidenceAtAnswerLine(answer, Math.max(1, lastWritten(lines)))];
    if (status === "refused") return fail("the model refused to answer", end);
    if (status === "filtered") return fail("the answer was withheld by a content filter", end);
    if (status === "truncated") return fail("the answer was cut off at its longest length", end);
    if (answer.text.trim() === "") return fail("the answer is empty", end);
    if (answer.truncated) return fail("the answer breaks off inside a code block", end);
    return pass("the answer is complete", end);
  },
};

function lastWritten(lines: readonly string[]): number {
  return lines.findLastIndex((line) => line.trim() !== "") + 1;
}
