import path from "node:path";
import { findNearestName, promptVersions } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";

/**
 * Files of further prompt versions: as given, or by their names in the suite's prompts/.
 *
 * @param flag of `--prompt`; true: all of the suite, undefined: none
 * @throws UserError for a name that the suite does not have, or where it has none
 */
export function findPromptFiles(
  flag: true | readonly string[] | undefined,
  suiteFolder: string,
): readonly string[] {
  if (flag === undefined) return [];
  const known = promptVersions(suiteFolder);
  if (flag === true) {
    if (known.length > 0) return known.map((one) => one.path);
    throw new UserError("cli/no-prompts", "The suite has no further prompt versions.", {
      place: path.join(suiteFolder, "prompts"),
      hint: "Put agent files there, or name files: --prompt agents/shorter.md",
    });
  }
  return flag.map((given) => {
    const named = known.find(({ name }) => name === given);
    if (named) return named.path;
    if (/[./\\]/u.test(given)) return given;
    const names = known.map(({ name }) => name);
    const nearest = findNearestName(given, names);
    throw new UserError("cli/no-such-prompt", `The suite has no prompt version "${given}".`, {
      place: path.join(suiteFolder, "prompts"),
      hint:
        nearest !== null
          ? `Did you mean ${nearest}?`
          : names.length > 0
            ? `It has: ${names.join(", ")}. Or name a file. (The agent stands before --prompt.)`
            : "Name a file. (The agent stands before --prompt.)",
    });
  });
}
