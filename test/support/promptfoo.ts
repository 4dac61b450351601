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
  const folder = await mkdtemp(path.join(tmpdir(), "assay-promptfoo-"));
  const output = path.join(folder, "output.json");
  const quiet = ["--no-cache", "--no-table", "--no-progress-bar", "--no-write"];
  const args = [entry, "eval", "-c", config, ...quiet, "-o", output, ...flags];
  const env = {
    ...process.env,
    PROMPTFOO_DISABLE_TELEMETRY: "1",
    PROMPTFOO_DISABLE_UPDATE: "1",
    PROMPTFOO_DISABLE_SHARING: "1",
    PROMPTFOO_DISABLE_REMOTE_GENERATION: "1",
    PROMPTFOO_CONFIG_DIR: folder,
  };
  try {
    const printed = await new Promise<string>((resolve) => {
      // It exits with 100 where a row fails: the file says what happened.
      execFile(process.execPath, args, { cwd, env }, (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      });
    });
    const text = await readFile(output, "utf8").catch(() => {
      throw new Error(`promptfoo wrote no results:\n${printed}`);
    });
    const file = JSON.parse(text) as { readonly results: { readonly results: PromptfooRow[] } };
    return file.results.results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
