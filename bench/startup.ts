import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildCli } from "./built-cli.ts";
import type { Benchmark } from "./harness.ts";

const execute = promisify(execFile);
const main = buildCli();
const fromRoot = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

// promptfoo's entry is started directly: npx would add its own time.
const promptfooMain = fromRoot("node_modules/promptfoo/dist/src/entrypoint.js");
const quiet = {
  PROMPTFOO_DISABLE_TELEMETRY: "1",
  PROMPTFOO_DISABLE_UPDATE: "1",
  PROMPTFOO_CONFIG_DIR: path.join(tmpdir(), "assay-bench-promptfoo"),
};

/** Whole processes, from start to exit, beside the least that any Node process takes. */
export const benchmark: Benchmark = {
  title: "Start: a whole process",
  runs: 11,
  subjects: [
    { name: "node -e 0", run: () => runNode("-e", "0") },
    { name: "assay --help", run: () => runNode(main, "--help") },
    { name: "promptfoo --help", run: () => runNode(promptfooMain, "--help") },
  ],
};

function runNode(...args: readonly string[]): Promise<unknown> {
  return execute(process.execPath, args, { env: { ...process.env, ...quiet } });
}
