import { readRecordedLengths, type RecordedLength } from "../../models/index.ts";
import { UserError } from "../../user-error.ts";
import type { EarlierAnswer } from "./earlier-answers.ts";

/** How long answers will probably be. */
export interface AnswerLengths {
  /** Tokens of an answer to a case: the mean of what is known of the case, or else of all cases. */
  readonly ofCase: (id: string) => number;
  /** What that goes by, in words. */
  readonly basis: string;
}

/**
 * By earlier answers of the model, or else by the suite's recordings.
 *
 * @param promptHashes hashes of the system prompts
 * @returns null: there is nothing to go by
 */
export async function findAnswerLengths(options: {
  readonly earlier: readonly EarlierAnswer[];
  readonly suiteFolder: string;
  readonly promptHashes: readonly string[];
}): Promise<AnswerLengths | null> {
  const { earlier, suiteFolder, promptHashes } = options;
  const measured = earlier.flatMap(({ case: id, outputTokens }) =>
    outputTokens === null ? [] : [{ case: id, outputTokens }],
  );
  if (measured.length > 0) {
    const which = measured.length === 1 ? "an earlier one" : `${measured.length} earlier ones`;
    return lengthsOf(measured, `if answers are as long as ${which} of this model`);
  }
  const recorded = await readRecorded(suiteFolder, promptHashes);
  if (recorded.length === 0) return null;
  const which = recorded.length === 1 ? "the recorded one" : `the ${recorded.length} recorded ones`;
  const basis = `if answers are as long as ${which}`;
  return recorded.every(({ isCounted }) => isCounted)
    ? lengthsOf(recorded, basis)
    : lengthsOf(recorded, `${basis}, estimated from their text, without thinking`);
}

/** Recordings that are damaged are no reason not to ask a model. */
async function readRecorded(
  suiteFolder: string,
  promptHashes: readonly string[],
): Promise<readonly RecordedLength[]> {
  try {
    return await readRecordedLengths(suiteFolder, promptHashes);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

function lengthsOf(
  answers: readonly { readonly case: string; readonly outputTokens: number }[],
  basis: string,
): AnswerLengths {
  const byCase = Map.groupBy(answers, (answer) => answer.case);
  const overall = meanOf(answers);
  return { basis, ofCase: (id) => meanOf(byCase.get(id) ?? []) ?? overall ?? 0 };
}

function meanOf(answers: readonly { readonly outputTokens: number }[]): number | null {
  if (answers.length === 0) return null;
  const sum = answers.reduce((total, { outputTokens }) => total + outputTokens, 0);
  return Math.round(sum / answers.length);
}
