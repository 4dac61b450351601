import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

let project: SmallProject;

beforeAll(async () => {
  project = await createSmallProject();
  await project.write("request.txt", "Write a function that adds two numbers.");
  await project.write("answer.md", answerOf("def add(a, b: int) -> int:\n    return a + b"));
});

afterAll(() => project.remove());

const assay = (args: string, stdin = "") =>
  runAssay(args.split(" "), { cwd: project.folder, stdin });

describe("assay grade", () => {
  test("prints one JSON document with all gates, also the unchecked", async () => {
    const { exitCode, stdout } = await assay("grade answer.md --json");
    expect(exitCode).toBe(0);
    const { gates } = JSON.parse(stdout) as { readonly gates: Record<string, object> };
    expect(Object.keys(gates)).toEqual(["answered", "type-hints", "parses", "seventeen-syllables"]);
    expect(gates["type-hints"]).toEqual({
      outcome: "fail",
      score: expect.any(Number),
      reason: expect.any(String),
      evidence: [{ file: "app/main.py", line: 5, excerpt: "def add(a, b: int) -> int:" }],
    });
    expect(gates["seventeen-syllables"]).toMatchObject({ outcome: "unchecked", score: null });
  });

  test("reads stdin, and prints the verdicts beside the code", async () => {
    const answer = await readFile(path.join(project.folder, "answer.md"), "utf8");
    const { exitCode, stdout, stderr } = await assay("grade - --case add", answer);
    expect(exitCode).toBe(0);
    expect(stderr).toContain("evals/small/suite.yaml");
    expect(stdout).toMatch(/^✗ It fails 1 gate: type-hints\. /u);
    expect(stdout).toContain("  ▸ 5 │ def add(a, b: int) -> int:");
    expect(stdout).not.toContain("The request is not known");
  });

  test("an answer of which no gate can be decided ends in 3", async () => {
    const agent = "---\nname: haiku\ndescription: Haikus.\n---\n\n## Rules\n- Name a season\n";
    await project.write("agents/haiku.md", agent);
    const { exitCode, stdout } = await assay("grade answer.md --agent agents/haiku.md --json");
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ gates: { answered: { outcome: "pass" } } });
  });

  test.each([
    "--agent agents/small.md",
    "--suite evals/small",
    "--request request.txt",
    "--case add",
  ])("takes %s", async (flag) => {
    const { exitCode, stdout } = await assay(`grade answer.md --json ${flag}`);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ gates: { "type-hints": { outcome: "fail" } } });
  });

  test("without a suite it takes the built-in gates, and says so", async () => {
    const { exitCode, stdout, stderr } = await runAssay(["grade", "-", "--json"], {
      cwd: path.join(project.folder, "agents"),
      stdin: answerOf("x = 1"),
    });
    expect(exitCode).toBe(0);
    expect(stderr).toContain("built-in gates");
    expect(JSON.parse(stdout)).toMatchObject({ gates: { parses: { outcome: "pass" } } });
  });

  test.each([
    ["prose only", "I cannot help with that."],
    ["an open fence", "```python\ndef f("],
    ["fences of all kinds", "~~~\n```\n````\n~~~\n> ```py\n"],
    ["control characters", "a\u001B[2J\u0007b\r\n\t"],
  ])("any text is graded: %s", async (_, text) => {
    const { exitCode, stdout } = await assay("grade -", text);
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe("assay derive", () => {
  test("writes a suite and its schema, finds no change after that, and --check says so", async () => {
    await project.write(
      "agents/fresh.md",
      "---\nname: fresh\ndescription: Writes FastAPI services.\n---\n\nYou write FastAPI services.\n\n## Quality Gates\n\n- Type hints for all functions and methods\n- Seventeen syllables\n",
    );
    const before = await assay("derive agents/fresh.md --check");
    expect(before.exitCode).toBe(1);
    const dry = await assay("derive agents/fresh.md --dry-run");
    expect(dry.stdout).toContain("check: type-hints");
    const made = await assay("derive agents/fresh.md");
    expect(made).toMatchObject({ exitCode: 0 });
    expect(made.stdout).toMatch(/^✓ evals\/fresh\/suite\.yaml written\n/u);
    const suite = path.join(project.folder, "evals/fresh/suite.yaml");
    expect((await readFile(suite, "utf8")).trimEnd()).toBe(dry.stdout.trimEnd());
    JSON.parse(await readFile(path.join(project.folder, "evals/suite.schema.json"), "utf8"));
    const after = await assay("derive agents/fresh.md --check");
    expect(after).toMatchObject({ exitCode: 0, stderr: "" });
    expect((await assay("derive agents/fresh.md")).stdout).toContain("unchanged");
  });

  test("shows as a diff what the agent file changed, and keeps what people changed", async () => {
    await project.write(
      "agents/grown.md",
      "---\nname: grown\ndescription: Writes FastAPI services.\n---\n\nYou write FastAPI services.\n\n## Quality Gates\n\n- Seventeen syllables\n",
    );
    await assay("derive agents/grown.md");
    const suite = "evals/grown/suite.yaml";
    const text = await readFile(path.join(project.folder, suite), "utf8");
    await project.write(suite, text.replace("level: advisory", "level: required # we insist"));
    const agent = await readFile(path.join(project.folder, "agents/grown.md"), "utf8");
    await project.write("agents/grown.md", `${agent}- Type hints for all functions and methods\n`);
    const check = await assay("derive agents/grown.md --check");
    expect(check.exitCode).toBe(1);
    expect(check.stdout).toMatch(/^\+ .*type-hints/mu);
    expect(check.stderr).toContain("no longer agrees");
    const updated = await assay("derive agents/grown.md");
    expect(updated.stdout).toContain(`✓ ${suite} updated`);
    const after = await readFile(path.join(project.folder, suite), "utf8");
    expect(after).toContain("level: required # we insist");
    expect(after).toContain("check: type-hints");
  });
});
