import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const entry = fileURLToPath(
  new URL("../../node_modules/promptfoo/dist/src/entrypoint.js", import.meta.url),
);

/** The part of promptfoo's results file that is looked at. */
export interface PromptfooRow {
  readonly success: boolean;
  readonly error?: string;
  readonly vars: { readonly case: string };
  /** `raw` is what was sent. */
  readonly prompt: { readonly raw: string; readonly label: string };
  readonly response?: { readonly output: string };
  readonly gradingResult?: {
    readonly reason: string;
    readonly componentResults: readonly {
      readonly pass: boolean;
      readonly reason: string;
      readonly assertion: { readonly metric: string };
    }[];
  };
}

/** Runs the real `promptfoo eval`, which may not phone home or touch the user's own folder. */
export async function runPromptfoo(
  config: string,
  { cwd, flags = [] }: { readonly cwd: string; readonly flags?: readonly string[] },
): Promise<readonly PromptfooRow[]> {
  return inFolderOfItsOwn(async (folder) => {
    const output = path.join(folder, "output.json");
    const quiet = ["--no-cache", "--no-table", "--no-progress-bar", "--no-write"];
    const args = ["eval", "-c", config, ...quiet, "-o", output, ...flags];
    const file = await readOutput(output, await callPromptfoo(args, { cwd, folder }));
    return (file as { readonly results: { readonly results: PromptfooRow[] } }).results.results;
  });
}

/**
 * Imports a results file with the real `promptfoo import` and gives back what `promptfoo export`
 * then makes of it.
 */
export async function importIntoPromptfoo(file: string, evalId: string): Promise<unknown> {
  return inFolderOfItsOwn(async (folder) => {
    const output = path.join(folder, "output.json");
    const imported = await callPromptfoo(["import", file], { cwd: folder, folder });
    const exported = await callPromptfoo(["export", "eval", evalId, "-o", output], {
      cwd: folder,
      folder,
    });
    return readOutput(output, imported + exported);
  });
}

async function inFolderOfItsOwn<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-promptfoo-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What it printed: it exits with 100 where a row fails, and the file says what happened. */
async function callPromptfoo(
  args: readonly string[],
  { cwd, folder }: { readonly cwd: string; readonly folder: string },
): Promise<string> {
  const env = {
    ...process.env,
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_DISABLE_SHARING: "1",
    PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
    PROMPTFOO_CONFIG_DIR: folder,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, ...args], { cwd, env }, (_error, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });
}

async function readOutput(output: string, printed: string): Promise<unknown> {
  const text = await readFile(output, "utf8").catch(() => {
    throw new Error(`promptfoo wrote no results:\n${printed}`);
  });
  return JSON.parse(text);
}
