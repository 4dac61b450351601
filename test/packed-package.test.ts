import { execFile } from "node:child_process";
import { access, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runPromptfoo } from "./support/promptfoo.ts";

const execute = promisify(execFile);
const repository = fileURLToPath(new URL("..", import.meta.url));
const agent = path.join(repository, "agents/fastapi-backend-expert.md");
// npm is a shell script on Windows.
const shell = process.platform === "win32";

let folder: string;
const inProject = (...parts: readonly string[]): string => path.join(folder, "project", ...parts);

/** What a user of the published package has: its tarball, installed into an empty project. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assay-packed-"));
  await mkdir(inProject());
  await writeFile(inProject("package.json"), JSON.stringify({ private: true }));
  await npm(repository, "pack", "--silent", "--pack-destination", folder);
  const tarball = (await readdir(folder)).find((file) => file.endsWith(".tgz"));
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  await npm(inProject(), "install", "--omit=dev", ...quiet, path.join(folder, tarball ?? ""));
}, 240_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe("the packed package", () => {
  it("says its version and helps", async () => {
    expect((await assay("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await assay("--help")).stdout).toMatch(/^Usage: assay /);
  });

  it("grades an answer", async () => {
    const answer = inProject("answer.md");
    await writeFile(answer, "# main.py\n\n```python\ndef broken(:\n    pass\n```\n");
    const { stdout } = await assay("grade", answer, "--agent", agent, "--json");
    const { gates } = JSON.parse(stdout) as {
      readonly gates: Readonly<Record<string, { readonly outcome: string }>>;
    };
    expect(gates["parses"]?.outcome).toBe("fail");
    expect(gates["answered"]?.outcome).toBe("pass");
  });

  it("is a library with types", async () => {
    await access(inProject("node_modules/assay/dist/index.d.ts"));
    const code = 'console.log(Object.keys(await import("assay")).length > 0)';
    const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", code], {
      cwd: inProject(),
    });
    expect(stdout).toBe("true\n");
  });

  it("exports a suite that stock promptfoo runs", async () => {
    const suite = "evals/fastapi-backend-expert";
    for (const part of [suite, "agents"]) {
      await cp(path.join(repository, part), inProject(part), { recursive: true });
    }
    await rm(inProject(suite, "promptfooconfig.yaml"));
    await assay("export", "promptfoo");
    const module = await readFile(inProject(suite, "promptfoo.mjs"), "utf8");
    expect(module).toContain('import { promptfooSuite } from "assay/promptfoo";');
    const [row] = await runPromptfoo(`${suite}/promptfooconfig.yaml`, {
      cwd: inProject(),
      flags: ["--filter-first-n", "1"],
    });
    const metrics = row?.gradingResult?.componentResults.map(({ assertion }) => assertion.metric);
    expect(row?.vars.case).toBe("user-registration");
    expect(metrics).toEqual(expect.arrayContaining(["auth", "tests", "parses"]));
  });

  it("explains a gate with its figures", async () => {
    expect((await assay("explain", "auth")).stdout).toContain("verdicts are the");
  });

  it("says how to install promptfoo, where a model is asked through it", async () => {
    const { stdout, stderr } = await assay("run", "--model", "openai:gpt-5", "--case", "jwt-auth");
    expect(stdout).toBe("");
    expect(stderr).toContain(
      "error: The model openai:gpt-5 is asked through promptfoo, but promptfoo is not installed.",
    );
    expect(stderr).toContain("→ Install it: npm install --save-dev promptfoo@0.123.1");
  });

  it("brings neither promptfoo nor tests", async () => {
    await expect(access(inProject("node_modules/promptfoo"))).rejects.toThrow("ENOENT");
    const files = await readdir(inProject("node_modules/assay"), { recursive: true });
    expect(files.filter((file) => file.includes(".test."))).toEqual([]);
    expect(files).toContain("LICENSE");
  });
});

/** Runs the installed `assay`, whatever it exits with. */
async function assay(
  ...args: readonly string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const main = inProject("node_modules/assay/dist/cli/main.js");
  try {
    return await execute(process.execPath, [main, ...args], { cwd: inProject() });
  } catch (error) {
    if (error instanceof Error && "stdout" in error && "stderr" in error) {
      return { stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  }
}

function npm(cwd: string, ...args: readonly string[]): Promise<unknown> {
  return execute("npm", args, { cwd, shell });
}
