import type { AssembledAnswer } from "../answer/index.ts";
import type { Verdict } from "../record/index.ts";
import type { Program } from "../answer/index.ts";

/** What a check may look at. */
export interface CheckInput {
  readonly answer: AssembledAnswer;
  /** The answer's Python as one program. */
  readonly program: Program;
  /** The user's request; null where a grader has only the answer. */
  readonly request: string | null;
}

/** Turns an answer into a verdict. Pure: same input, same verdict. */
export interface Check {
  readonly id: string;
  decide(input: CheckInput): Verdict;
}
