import type { AssembledAnswer, Program } from "../answer/index.ts";
import type { AnswerStatus, Verdict } from "../record/index.ts";

/** What a check may look at. */
export interface CheckInput {
  /** The answer, taken apart into blocks, files and prose. */
  readonly answer: AssembledAnswer;
  /** The answer's Python as one program. */
  readonly program: Program;
  /** The user's request; null where a grader has only the answer. */
  readonly request: string | null;
  /** How the reply ended; null where a grader has only the answer's text. */
  readonly status: AnswerStatus | null;
}

/** Turns an answer into a verdict. Same input, same verdict. */
export interface Check {
  /** Stable name, lower-case words joined by hyphens. */
  readonly id: string;
  decide(input: CheckInput): Verdict | Promise<Verdict>;
}
