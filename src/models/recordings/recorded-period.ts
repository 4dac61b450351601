import path from "node:path";
import { readManifest } from "./read-manifest.ts";

/** First and last day of sampling, `2026-11-22`. */
export interface RecordedPeriod {
  readonly from: string;
  readonly to: string;
}

/**
 * When the recorded answers to some prompts were sampled; null where there are none.
 *
 * @param promptHashes hashes of the system prompts
 */
export async function readRecordedPeriod(
  suiteFolder: string,
  promptHashes: readonly string[],
): Promise<RecordedPeriod | null> {
  const manifest = await readManifest(path.join(suiteFolder, "recordings", "recordings.json"));
  const sets = (manifest?.sets ?? []).filter(({ promptHash }) => promptHashes.includes(promptHash));
  const from = sets.map(({ provenance }) => provenance.sampledFrom).toSorted()[0];
  const to = sets
    .map(({ provenance }) => provenance.sampledTo)
    .toSorted()
    .at(-1);
  return from === undefined || to === undefined ? null : { from, to };
}
