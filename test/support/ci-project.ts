import { execFile } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface GhCall {
  readonly method: string;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

interface GhState {
  readonly issues: readonly Readonly<Record<string, unknown>>[];
  readonly comments: readonly Readonly<Record<string, unknown>>[];
}

interface ScriptResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the scripts of the workflows run, with a `gh` that asks nobody. */
export interface CiProject {
  readonly folder: string;
  /** Runs a script of ci/ as a step of a workflow does. */
  readonly runScript: (
    script: string,
    env: Readonly<Record<string, string>>,
    options?: { readonly cwd?: string; readonly from?: string },
  ) => Promise<ScriptResult>;
  readonly setGithub: (state: Partial<GhState>) => Promise<void>;
  readonly readGithub: () => Promise<GhState>;
  readonly readCalls: () => Promise<readonly GhCall[]>;
  readonly write: (file: string, text: string) => Promise<void>;
  readonly read: (file: string) => Promise<string>;
  /** What the step wrote to GITHUB_OUTPUT and GITHUB_STEP_SUMMARY since the last call. */
  readonly takeOutputs: () => Promise<{ readonly output: string; readonly summary: string }>;
  readonly remove: () => Promise<void>;
}

export async function createCiProject(): Promise<CiProject> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-ci-"));
  const github = path.join(folder, "github");
  const bin = path.join(folder, "bin");
  await mkdir(github);
  await mkdir(bin);
  await cp(path.join(root, "test/support/fake-gh.mjs"), path.join(bin, "gh"));
  await chmod(path.join(bin, "gh"), 0o755);
  const write: CiProject["write"] = async (file, text) => {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  };
  const read = (file: string) => readFile(path.join(folder, file), "utf8");
  const setGithub: CiProject["setGithub"] = async (state) => {
    await write("github/state.json", JSON.stringify({ issues: [], comments: [], ...state }));
    await write("github/calls.jsonl", "");
  };
  await setGithub({});
  return {
    folder,
    runScript: (script, env, { cwd = folder, from = path.join(root, "ci") } = {}) =>
      new Promise((resolve) => {
        execFile(
          process.execPath,
          [path.join(from, script)],
          {
            cwd,
            env: {
              ...process.env,
              PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`,
              ANTHROPIC_API_KEY: "",
              FAKE_GH: github,
              GITHUB_REPOSITORY: "someone/agents",
              GITHUB_RUN_ID: "77",
              GITHUB_OUTPUT: path.join(folder, "output.txt"),
              GITHUB_STEP_SUMMARY: path.join(folder, "summary.txt"),
              ...env,
            },
          },
          (error, stdout, stderr) => {
            const code = error === null ? 0 : error.code;
            resolve({ exitCode: typeof code === "number" ? code : 1, stdout, stderr });
          },
        );
      }),
    setGithub,
    readGithub: async () => JSON.parse(await read("github/state.json")) as GhState,
    readCalls: async () =>
      (await read("github/calls.jsonl"))
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as GhCall),
    write,
    read,
    async takeOutputs() {
      const [output, summary] = await Promise.all(
        ["output.txt", "summary.txt"].map((file) => read(file).catch(() => "")),
      );
      await write("output.txt", "");
      await write("summary.txt", "");
      return { output: output ?? "", summary: summary ?? "" };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
