import { stat } from "node:fs/promises";
import path from "node:path";
import { estimateTokensOfBytes } from "../prices/index.ts";
import { readManifest } from "./read-manifest.ts";

/** How long a recorded answer is. */
export interface RecordedLength {
  readonly case: string;
  readonly outputTokens: number;
  /** Whether the API counted the tokens; else they are estimated from the answer's text. */
  readonly isCounted: boolean;
}

/**
 * How long the recorded answers of a suite are: those to the given prompts, or, where there are
 * none, to any. What cannot be read is left out.
 *
 * @param promptHashes hashes of the system prompts
 * @throws UserError for a damaged manifest
 */
export async function readRecordedLengths(
  suiteFolder: string,
  promptHashes: readonly string[],
): Promise<readonly RecordedLength[]> {
  const folder = path.join(suiteFolder, "recordings");
  const sets = (await readManifest(path.join(folder, "recordings.json")))?.sets ?? [];
  const own = sets.filter(({ promptHash }) => promptHashes.includes(promptHash));
  const recordings = (own.length > 0 ? own : sets).flatMap(({ answers }) => answers);
  const lengths = recordings.map(async (recording): Promise<readonly RecordedLength[]> => {
    const { case: id, file, usage } = recording;
    if (usage !== null) return [{ case: id, outputTokens: usage.outputTokens, isCounted: true }];
    try {
      const { size } = await stat(path.join(folder, file));
      return [{ case: id, outputTokens: estimateTokensOfBytes(size), isCounted: false }];
    } catch {
      return [];
    }
  });
  return (await Promise.all(lengths)).flat();
}
