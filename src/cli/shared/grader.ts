import { readFile } from "node:fs/promises";
import path from "node:path";
import { gradeAnswer, loadChecks } from "../../checks/index.ts";
import { hashText } from "../../content-hash.ts";
import type { Grade } from "../../run/index.ts";
import type { Gate } from "../../suite/index.ts";

/** What grades the answers of a run. */
export interface Grader {
  readonly grade: Grade;
  /** Identifies the checks: another hash, other verdicts. */
  readonly checksHash: string;
}

/**
 * Loads the checks of some gates.
 *
 * @param version of assay, which stands for the built-in checks
 * @throws UserError as `loadChecks`
 */
export async function createGrader(
  gates: readonly Gate[],
  { suiteFolder, version }: { readonly suiteFolder: string; readonly version: string },
): Promise<Grader> {
  const checks = await loadChecks(gates, suiteFolder);
  return {
    checksHash: await hashChecks(gates, suiteFolder, version),
    async grade({ text, request, status, gates: wanted }) {
      const own = new Map(wanted.map(({ id }) => [id, checks.get(id) ?? null]));
      return gradeAnswer({ text, request, status }, own);
    },
  };
}

/** Over which check decides each gate, the files of the user's, and the version of the built-in ones. */
async function hashChecks(
  gates: readonly Gate[],
  suiteFolder: string,
  version: string,
): Promise<string> {
  const parts = await Promise.all(
    gates.map(async ({ id, check }) => {
      const isFile = typeof check === "string" && /^\.{0,2}\//u.test(check);
      const words = isFile ? await readFile(path.resolve(suiteFolder, check), "utf8") : null;
      return [id, check, words];
    }),
  );
  return hashText(JSON.stringify([version, parts]));
}
