import { execFileSync } from "node:child_process";
import { cp, readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createCiProject, type CiProject } from "./support/ci-project.ts";
import { startFakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

let ci: CiProject;
let project: SmallProject;
let base = "";

const git = (...args: readonly string[]) =>
  execFileSync(
    "git",
    ["-C", project.folder, "-c", "user.name=t", "-c", "user.email=t@t", ...args],
    {
      encoding: "utf8",
    },
  ).trim();

function commit(): string {
  git("add", "-A", "--", "agents", "evals");
  git("commit", "-qm", "A change", "--allow-empty");
  return git("rev-parse", "HEAD");
}

beforeAll(async () => {
  ci = await createCiProject();
  project = await createSmallProject();
  git("init", "-q", "-b", "main");
  base = commit();
});
afterAll(async () => {
  await ci.remove();
  await project.remove();
});

/** A pull request of one commit on the base: what the script says of it. */
async function pullRequest(
  change: () => Promise<void>,
  env: Readonly<Record<string, string>> = {},
) {
  git("checkout", "-q", "-f", base);
  await change();
  const head = commit();
  await ci.takeOutputs();
  const result = await ci.runScript(
    "pull-request.mjs",
    { BASE_SHA: base, HEAD_SHA: head, ASSAY_REPORT: path.join(ci.folder, "report"), ...env },
    { cwd: project.folder },
  );
  return { ...result, ...(await ci.takeOutputs()), body: await ci.read("report/comment.md") };
}

const agentFile = () => readFile(path.join(project.folder, "agents/small.md"), "utf8");

test("both prompts are run and compared, on the recordings that have them", async () => {
  const { output, body, summary, stderr } = await pullRequest(() =>
    cp(
      path.join(project.folder, "evals/small/prompts/lite.md"),
      path.join(project.folder, "agents/small.md"),
    ),
  );
  expect(stderr).not.toContain("error");
  expect(output).toBe("exit-code=0\nagents=1\n");
  expect(body).toMatch(/^<!-- assay-pull-request -->\n### assay: prompts of this pull request\n/u);
  expect(body).toContain("**agents/small.md**");
  expect(body).toContain("\\~ inconclusive: −33 pp in answers that pass every required gate");
  expect(body).toContain(`A small@${base.slice(0, 7)} · baseline\nB small · another prompt`);
  expect(summary.trim()).toBe(body.trim());
});

test("a prompt without recordings is not compared where no model may be asked, and nobody is blamed", async () => {
  const { output, body } = await pullRequest(
    async () => project.write("agents/small.md", `${await agentFile()}\nBe kind.\n`),
    // As in a pull request from a fork: the models are known, the key is not given.
    { ASSAY_MODELS: "sonnet", ASSAY_LIVE: "false" },
  );
  expect(output).toBe("exit-code=0\nagents=1\n");
  expect(body).toContain("**Not compared.** No model was asked here");
  expect(body).toContain("The prompt has changed since its answers were recorded");
});

test("a change of the front matter alone asks nobody", async () => {
  const { output, body, stdout } = await pullRequest(async () =>
    project.write("agents/small.md", (await agentFile()).replace("Writes small", "Makes small")),
  );
  expect(output).toBe("exit-code=0\nagents=1\n");
  expect(body).toContain("Only its front matter changed: the prompt is the same.");
  expect(stdout).toBe("");
});

test("a broken agent file fails, with its place", async () => {
  const { output, body } = await pullRequest(async () =>
    project.write("agents/small.md", "---\nname: [small\n---\n\nYou write.\n"),
  );
  expect(output).toBe("exit-code=2\nagents=1\n");
  expect(body).toContain("agents/small.md:");
});

test("a new agent file is run on its own; files that are no agents are passed over", async () => {
  const { output, body } = await pullRequest(async () => {
    await project.write("agents/README.md", "# Agents\n");
    await project.write("agents/other `x`.md", await agentFile());
  });
  expect(body).toContain("**agents/other \\`x\\`.md**");
  expect(body).toContain("New in this pull request: there is nothing to compare it with.");
  expect(output).toContain("agents=1\n");
});

test("without a changed agent file there is nothing to say", async () => {
  const { output, body } = await pullRequest(async () => undefined);
  expect(output).toBe("exit-code=0\nagents=0\n");
  expect(body).toContain("No agent file was added or changed.");
});

test("with a key both prompts are asked of each model in one run, and a regression fails", async () => {
  const server = await startFakeAnthropic({
    answer: ({ system }) =>
      answerOf(
        system.includes("Be brief.")
          ? "def f(a):\n    return a"
          : "def f(a: int) -> int:\n    return a",
      ),
  });
  try {
    const { output, body } = await pullRequest(
      async () => project.write("agents/small.md", `${await agentFile()}\nBe brief.\n`),
      {
        ANTHROPIC_API_KEY: "sk-ant-test",
        ANTHROPIC_BASE_URL: server.url,
        ASSAY_LIVE: "true",
        ASSAY_MODELS: "sonnet haiku",
        ASSAY_REPEAT: "4",
      },
    );
    expect(server.answered).toHaveLength(3 * 2 * 2 * 4);
    expect(output).toBe("exit-code=1\nagents=1\n");
    for (const model of ["claude-sonnet-5-5", "claude-haiku-5-5"]) {
      expect(body).toContain(
        `${model}: ✗ regressed: −100 pp in answers that pass every required gate`,
      );
    }
    expect(body).not.toContain("sk-ant-test");
  } finally {
    await server.close();
  }
});
