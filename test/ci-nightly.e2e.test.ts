import { cp, readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCiProject, type CiProject } from "./support/ci-project.ts";
import { createSmallProject } from "./support/small-project.ts";

const scripts = fileURLToPath(new URL("../ci", import.meta.url));
const report = [
  "Recorded answers.",
  "",
  "✗ agent regressed: −75 pp in answers (90% CI −90 to −41;",
  "  p<.001).",
  "",
  "  tests  ``` @someone </details>",
].join("\n");

let project: CiProject;
beforeAll(async () => {
  project = await createCiProject();
});
afterAll(() => project.remove());

describe("nightly.mjs, from the package of a user's project", () => {
  const from = () => path.join(project.folder, "node_modules/assay/ci");

  beforeAll(async () => {
    await cp(scripts, from(), { recursive: true });
    // In the place of assay's command line: it writes down how it was called, and what it is told.
    await project.write(
      "node_modules/assay/dist/cli/main.js",
      `import { writeFileSync } from "node:fs";
const args = process.argv.slice(2);
writeFileSync("called.json", JSON.stringify(args));
if (process.env.FAKE_EXIT !== "2") {
  for (const arg of args) {
    const [, name, file] = /^--reporter=(\\w+)=(.+)$/.exec(arg) ?? [];
    if (file) writeFileSync(file, \`\${name} of the run\\n\`);
  }
  process.stdout.write(${JSON.stringify(report)} + "\\n");
} else process.stderr.write("error: No such suite.\\n");
if (process.env.FAKE_EXIT === "wait") {
  process.on("SIGINT", () => process.exit(130));
  setInterval(() => {}, 1000);
} else process.exitCode = Number(process.env.FAKE_EXIT ?? "0");
`,
    );
    await project.write("node_modules/assay/package.json", '{"name":"assay","type":"module"}');
  });
  beforeEach(async () => {
    await project.takeOutputs();
  });

  const night = (env: Readonly<Record<string, string>>) =>
    project.runScript("nightly.mjs", env, { from: from() });
  const called = async () => JSON.parse(await project.read("called.json")) as readonly string[];

  test("every input becomes a flag, and nothing in it a word of a shell", async () => {
    const { exitCode } = await night({
      ASSAY_TARGET: "agents/$(touch pwned).md",
      ASSAY_MODELS: "sonnet haiku\nopus",
      ASSAY_REPEAT: "5",
      ASSAY_BUDGET: "5usd",
      ASSAY_MARGIN: "3",
      ASSAY_STRICT: "true",
      ASSAY_BATCH: "true",
      ASSAY_BASELINE: "true",
    });
    expect(exitCode).toBe(0);
    expect(await called()).toEqual([
      "run",
      "--repeat=5",
      "--budget=5usd",
      "--margin=3",
      "--model=sonnet",
      "--model=haiku",
      "--model=opus",
      "--batch",
      "--baseline",
      "--strict",
      "--reporter=terminal",
      "--reporter=markdown=assay-report/summary.md",
      "--reporter=junit=assay-report/junit.xml",
      "--reporter=github=assay-report/annotations.txt",
      "--",
      "agents/$(touch pwned).md",
    ]);
    expect((await project.takeOutputs()).output).toBe(
      "exit-code=0\nartifact=assay-results-agents-touch-pwned-.md\n",
    );
  });

  test("without models recordings are replayed: no batch, no budget", async () => {
    await night({
      ASSAY_BUDGET: "5usd",
      ASSAY_BATCH: "true",
      ASSAY_BASELINE: "false",
      ASSAY_MARGIN: "3",
    });
    expect((await called()).slice(0, 2)).toEqual(["run", "--reporter=terminal"]);
  });

  test("a regression is an output of the step, with the reports beside it", async () => {
    const { exitCode, stdout } = await night({ FAKE_EXIT: "1" });
    expect(exitCode).toBe(0);
    // GitHub reads annotations from the log.
    expect(stdout).toContain("github of the run");
    const { output, summary } = await project.takeOutputs();
    expect(output).toBe("exit-code=1\nartifact=assay-results\n");
    expect(summary).toBe(`markdown of the run\n\n\`\`\`\`text\n${report}\n\`\`\`\`\n`);
    expect(await project.read("assay-report/report.txt")).toBe(`${report}\n`);
  });

  test("what could not be run says why", async () => {
    await night({ FAKE_EXIT: "2", ASSAY_REPORT: "refused" });
    const { output, summary } = await project.takeOutputs();
    expect(output).toBe("exit-code=2\nartifact=assay-results\n");
    expect(summary).toContain("error: No such suite.");
    expect(await project.read("refused/report.txt")).toContain("No such suite.");
  });

  test("it is told to stop before the job is ended", async () => {
    await night({ FAKE_EXIT: "wait", ASSAY_MINUTES: "0.02" });
    const { output, summary } = await project.takeOutputs();
    expect(output).toBe("exit-code=130\nartifact=assay-results\n");
    expect(summary).toContain("`assay run --resume` goes on");
  });
});

test("nightly.mjs with the real command line writes its reports", async () => {
  const small = await createSmallProject();
  try {
    await project.takeOutputs();
    const { exitCode, stderr } = await project.runScript(
      "nightly.mjs",
      { ASSAY_BASELINE: "false", ASSAY_TARGET: "agents/small.md" },
      { cwd: small.folder },
    );
    expect(stderr).not.toContain("error");
    expect(exitCode).toBe(0);
    const { output, summary } = await project.takeOutputs();
    expect(output).toBe("exit-code=0\nartifact=assay-results-agents-small.md\n");
    expect(summary).toContain("type-hints");
    const names = await readdir(path.join(small.folder, "assay-report"));
    expect(names.toSorted()).toEqual(["annotations.txt", "junit.xml", "report.txt", "summary.md"]);
  } finally {
    await small.remove();
  }
});

describe("issue.mjs", () => {
  const keep = (exitCode: string, target = "agents/x.md") =>
    project.runScript("issue.mjs", {
      ASSAY_EXIT_CODE: exitCode,
      ASSAY_REPORT: "night",
      ASSAY_TARGET: target,
      GH_TOKEN: "none",
    });

  beforeEach(async () => {
    await project.write("night/report.txt", `${report}\n`);
    await project.setGithub({});
  });

  test("one issue is opened, brought up to date, and closed", async () => {
    expect((await keep("1")).stdout).toBe("Opened issue #1.\n");
    expect((await keep("1")).stdout).toBe("Brought issue #1 up to date.\n");
    const { issues } = await project.readGithub();
    expect(issues).toHaveLength(1);
    expect(issues[0]).toMatchObject({
      state: "open",
      labels: ["assay-nightly"],
      title: "assay: regression of agents/x.md",
    });
    const body = String(issues[0]?.["body"]);
    expect(body).toContain("<!-- assay-nightly: agents%2Fx.md -->");
    expect(body).toContain(
      "✗ agent regressed: −75 pp in answers (90% CI −90 to −41; p&lt;.001).".replace(
        "&lt;",
        "&lt;",
      ),
    );
    expect(body).toContain("https://github.com/someone/agents/actions/runs/77");
    // Words of models cannot leave their fence.
    expect(body).toContain("````text\n");
    expect((await keep("0")).stdout).toBe("Closed issue #1.\n");
    const after = await project.readGithub();
    expect(after.issues[0]).toMatchObject({ state: "closed", state_reason: "completed" });
    expect(after.comments).toHaveLength(1);
    expect((await keep("1")).stdout).toBe("Opened issue #2.\n");
  });

  test("it is the comparison with the baseline that leads, not the run's own report", async () => {
    await project.write(
      "night/report.txt",
      "✗ 3 of 16 answers fail.\n\n  gate\n✗ auth  10\n\nA baseline · run 20261130\nB agent\n\n✗ regressed: −75 pp.\n",
    );
    await keep("1");
    const { issues } = await project.readGithub();
    expect(String(issues[0]?.["body"]).split("\n")[1]).toBe("✗ regressed: −75 pp.");
  });

  test("each suite has its own issue", async () => {
    await keep("1");
    await keep("1", "agents/y.md");
    await keep("0");
    const { issues } = await project.readGithub();
    expect(issues.map(({ state }) => state)).toEqual(["closed", "open"]);
  });

  test.each(["2", "3", "70", "130"])(
    "exit code %s says neither: nothing is written",
    async (code) => {
      await keep("1");
      await keep(code);
      const writes = (await project.readCalls()).filter(({ method }) => method !== "GET");
      expect(writes).toHaveLength(1);
    },
  );

  test("what people wrote is left alone, also with the marker in it", async () => {
    const marker = "<!-- assay-nightly: agents%2Fx.md -->";
    const person = { type: "User", login: "someone" };
    await project.setGithub({
      issues: [
        { number: 1, state: "open", labels: ["assay-nightly"], user: person, body: marker },
        {
          number: 2,
          state: "open",
          labels: ["assay-nightly"],
          user: { type: "Bot" },
          pull_request: {},
          body: marker,
        },
      ],
    });
    expect((await keep("0")).stdout).toBe("No regression, and no open issue.\n");
    expect((await keep("1")).stdout).toBe("Opened issue #3.\n");
  });

  test("a target cannot end the comment that hides its marker", async () => {
    await keep("1", "--> @all <b>");
    const { issues } = await project.readGithub();
    expect(String(issues[0]?.["body"]).split("\n")[0]).toBe(
      "<!-- assay-nightly: %2D%2D%3E%20%40all%20%3Cb%3E -->",
    );
  });
});

describe("comment.mjs", () => {
  const comment = () =>
    project.runScript("comment.mjs", { PR_NUMBER: "12", ASSAY_REPORT: "pull", GH_TOKEN: "none" });

  test("one comment is written, and brought up to date among many others", async () => {
    const others = Array.from({ length: 150 }, (_, at) => ({
      id: at,
      user: { type: "User" },
      body: at === 3 ? "<!-- assay-pull-request -->\nmine" : "Hello",
    }));
    await project.setGithub({ comments: others });
    await project.write("pull/comment.md", "<!-- assay-pull-request -->\nfirst");
    expect((await comment()).stdout).toBe("Wrote the comment.\n");
    await project.write("pull/comment.md", "<!-- assay-pull-request -->\nsecond");
    expect((await comment()).stdout).toBe("Brought the comment up to date.\n");
    const { comments } = await project.readGithub();
    expect(comments).toHaveLength(151);
    expect(comments.at(-1)).toMatchObject({ body: "<!-- assay-pull-request -->\nsecond" });
    expect(comments[3]).toMatchObject({ body: "<!-- assay-pull-request -->\nmine" });
  });

  test("a text without a marker is refused", async () => {
    await project.write("pull/comment.md", "Hello");
    expect((await comment()).exitCode).not.toBe(0);
  });
});
