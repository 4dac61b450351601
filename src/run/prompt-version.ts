import { UserError } from "../user-error.ts";

/** A prompt to run the suite with. */
export interface PromptVersion {
  /** Stem of the file. */
  readonly name: string;
  readonly path: string;
  /** What is sent. */
  readonly systemPrompt: string;
  /** Hash of `systemPrompt`, see `hashText`. */
  readonly promptHash: string;
}

/** What has to be known of a parsed agent file to run it. */
export interface PromptSource {
  readonly stem: string;
  readonly path: string;
  readonly systemPrompt: string;
  readonly promptHash: string;
}

/**
 * The prompt versions of a run: the agent itself, then the others in their order. A file that is
 * given twice counts once.
 *
 * @throws UserError `run/same-name`: two files with one stem could not be told apart in results
 */
export function resolvePromptVersions(sources: readonly PromptSource[]): readonly PromptVersion[] {
  const byName = new Map<string, PromptVersion>();
  for (const { stem, path, systemPrompt, promptHash } of sources) {
    const version = { name: stem, path, systemPrompt, promptHash };
    const other = byName.get(stem);
    if (other && other.path !== path) {
      throw new UserError(
        "run/same-name",
        `Two prompt versions have the same name "${stem}": ${other.path} and ${path}.`,
        { place: path, hint: "Rename one of the files; names are the files' names without .md." },
      );
    }
    byName.set(stem, other ?? version);
  }
  return [...byName.values()];
}
