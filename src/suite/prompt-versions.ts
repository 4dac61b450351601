import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Another version of the agent's prompt, kept beside the suite. */
export interface PromptVersion {
  /** Stem of the file: `prompts/lite.md` → `lite`. */
  readonly name: string;
  readonly path: string;
}

/** The agent files in `<suite folder>/prompts/`, by name; none where there is no such folder. */
export function promptVersions(suiteFolder: string): readonly PromptVersion[] {
  const folder = join(suiteFolder, "prompts");
  return listFiles(folder)
    .filter((file) => /^[^.].*\.md$/u.test(file))
    .toSorted((left, right) => (left < right ? -1 : 1))
    .map((file) => ({ name: file.slice(0, -".md".length), path: join(folder, file) }));
}

function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((item) => !item.isDirectory())
      .map((item) => item.name);
  } catch (error) {
    if (
      error instanceof Error &&
      "code" in error &&
      /^(?:ENOENT|ENOTDIR)$/u.test(String(error.code))
    ) {
      return [];
    }
    throw error;
  }
}
