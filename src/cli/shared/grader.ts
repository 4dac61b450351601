import { readFile } from "node:fs/promises";
import path from "node:path";
import { hashText } from "../../content-hash.ts";
import { createGradingPool } from "../../grading/index.ts";
import type { Grade } from "../../run/index.ts";
import type { Gate } from "../../suite/index.ts";
import { identifyBuiltInChecks } from "./identify-built-in-checks.ts";

/** What grades the answers of a run. */
export interface Grader {
  readonly grade: Grade;
  /** Ends the worker threads, for which the process would wait. */
  readonly close: () => Promise<void>;
}

/**
 * Starts worker threads with the checks of a suite's gates.
 *
 * @param options.answers how many come at once, where that is known
 * @throws UserError as `createGradingPool`
 */
export async function createGrader(
  gates: readonly Gate[],
  options: {
    readonly suiteFolder: string;
    readonly answers?: number;
    readonly prices?: string | null;
  },
): Promise<Grader> {
  const pool = await createGradingPool({ gates, ...options });
  return {
    grade: ({ text, request, status, gates: wanted }) =>
      pool.grade({ text, request, status, gates: wanted.map(({ id }) => id) }),
    close: pool.close,
  };
}

/**
 * Identifies the checks of a suite: another hash, other verdicts. Over which check decides each
 * gate, the files of the user's, and what identifies the built-in ones.
 */
export async function hashChecks(
  gates: readonly Gate[],
  options: { readonly suiteFolder: string; readonly version: string },
): Promise<string> {
  const { suiteFolder, version } = options;
  const parts = await Promise.all(
    gates.map(async ({ id, check }) => {
      const isFile = typeof check === "string" && /^\.{0,2}\//u.test(check);
      return [id, check, isFile ? await readIfThere(path.resolve(suiteFolder, check)) : null];
    }),
  );
  return hashText(JSON.stringify([await identifyBuiltInChecks(version), parts]));
}

/** Identifies the check of each gate, by gate id. */
export async function hashEachCheck(
  gates: readonly Gate[],
  options: { readonly suiteFolder: string; readonly version: string },
): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      gates.map(async (gate) => [gate.id, await hashChecks([gate], options)] as const),
    ),
  );
}

/** What is wrong with a file is said when it is loaded as a check. */
async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, "utf8").catch(() => null);
}
