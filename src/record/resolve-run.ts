import { stat } from "node:fs/promises";
import path from "node:path";
import { UserError } from "../user-error.ts";
import { listRuns } from "./list-runs.ts";
import { runFileName } from "./read-run.ts";

/**
 * Folder of the run that a user means by `latest`, a run id, the unique beginning of one, or the
 * path of a run's folder or run.json.
 *
 * @throws UserError `record/no-run`, `record/ambiguous-run`
 */
export async function resolveRun(resultsFolder: string, reference: string): Promise<string> {
  const asPath = path.basename(reference) === runFileName ? path.dirname(reference) : reference;
  if (await isFile(path.join(asPath, runFileName))) return asPath;

  const runs = await listRuns(resultsFolder);
  if (reference === "latest") {
    const latest = runs.at(-1);
    if (latest) return latest.folder;
    throw new UserError("record/no-run", "There is no run yet.", {
      place: resultsFolder,
      hint: "`assay run` makes one.",
    });
  }
  const named = runs.filter(
    ({ id, folder }) => id === reference || path.basename(folder) === reference,
  );
  const begun = reference === "" ? [] : runs.filter(({ id }) => id.startsWith(reference));
  const [found, second] = named.length > 0 ? named : begun;
  if (found && !second) return found.folder;
  if (found) {
    const ids = (named.length > 0 ? named : begun).map(({ folder }) => folder).join(", ");
    throw new UserError("record/ambiguous-run", `"${reference}" is more than one run: ${ids}.`, {
      place: resultsFolder,
      hint: "Write more of the id, or the folder.",
    });
  }
  const last = runs.slice(-3).map(({ id }) => id);
  throw new UserError("record/no-run", `There is no run "${reference}".`, {
    place: resultsFolder,
    hint:
      last.length > 0
        ? `The last runs: ${last.join(", ")}. \`assay runs\` lists all.`
        : "There is no run in this folder yet; `assay run` makes one.",
  });
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
