import { spawn, type ChildProcess } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface AssayOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

export interface AssayResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the tests' own terminal must not bring in. */
const neutralEnv = {
  NO_COLOR: "",
  FORCE_COLOR: undefined,
  COLUMNS: undefined,
  CI: undefined,
  TERM: "xterm-256color",
  npm_lifecycle_event: undefined,
  ANTHROPIC_API_KEY: undefined,
  ANTHROPIC_BASE_URL: undefined,
};

/** Starts the real command line with pipes, as in a script. */
export function startAssay(args: readonly string[], options: AssayOptions): ChildProcess {
  return spawn(process.execPath, [main, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...neutralEnv, ...options.env },
    stdio: "pipe",
  });
}

/** Runs the real command line with pipes. */
export async function runAssay(
  args: readonly string[],
  options: AssayOptions,
): Promise<AssayResult> {
  const child = startAssay(args, options);
  child.stdin?.end(options.stdin ?? "");
  return collect(child);
}

/**
 * Runs a command line in a pseudo-terminal of a width; stdout and stderr come together, as a user
 * sees them. `script` of util-linux and of BSD take their arguments in two ways.
 */
export async function runInTerminal(
  args: readonly string[],
  options: AssayOptions & { readonly columns: number },
): Promise<AssayResult> {
  const command = [process.execPath, main, ...args].map(quote).join(" ");
  const line = `stty cols ${options.columns} rows 40; ${command}`;
  const script =
    process.platform === "linux"
      ? ["-qec", line, "/dev/null"]
      : ["-q", "/dev/null", "sh", "-c", line];
  const child = spawn("script", script, {
    cwd: options.cwd,
    env: { ...process.env, ...neutralEnv, SHELL: "/bin/sh", ...options.env },
    stdio: "pipe",
  });
  // The terminal must stay open: at the end of its input `script` would send an end of file.
  const result = await collect(child);
  return { ...result, stdout: result.stdout.replaceAll("\r\n", "\n") };
}

async function collect(child: ChildProcess): Promise<AssayResult> {
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (!child.stdout || !child.stderr) throw new Error("the process has no pipes");
  const [exitCode, stdout, stderr] = await Promise.all([
    exited,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode, stdout, stderr };
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
