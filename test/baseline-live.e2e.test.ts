import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFakeAnthropic, type FakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { runAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const good = answerOf("def add(a: int, b: int) -> int:\n    return a + b");
const bad = answerOf("def add(a, b):\n    return a + b");

let project: SmallProject;
let server: FakeAnthropic;
let answer = good;

beforeEach(async () => {
  answer = good;
  project = await createSmallProject();
  server = await startFakeAnthropic({ answer: () => answer });
});
afterEach(async () => {
  await server.close();
  await project.remove();
});

const assay = (args: string) =>
  runAssay(args.split(" "), {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url },
  });
const run = (flags: string) => assay(`run agents/small.md --model haiku ${flags}`);

test("from answers that were paid for to a gate that fails, and nobody is asked for a gate that cannot", async () => {
  await run("--repeat 5");
  expect(server.requests).toHaveLength(15);
  const blessed = await assay("bless latest");
  expect(blessed.stdout).toContain("small · claude-haiku-5-5 · 3 cases × 5 · 15 answers");
  const record = await readFile(
    path.join(project.folder, "evals/small/baseline/baseline.json"),
    "utf8",
  );
  expect(JSON.parse(record)).toMatchObject({ recorded: false, model: { kind: "anthropic" } });
  expect(record).not.toContain("sk-ant");

  const refused = await run("--repeat 5 --baseline --strict --margin 1");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("with --strict this gate cannot pass.");
  expect(server.requests).toHaveLength(15);

  // The cost is that of the baseline's model, where no other is named.
  const planned = await assay("plan agents/small.md --repeat 3");
  expect(planned.stdout).toMatch(
    /^Cost: of claude-haiku-5-5, if answers are as long as 15 earlier ones/mu,
  );
  expect(planned.stdout).toMatch(/^ +▸ 3 +9 .* \$\d/mu);

  answer = bad;
  const { exitCode, stdout } = await run("--repeat 3 --baseline");
  expect(server.requests).toHaveLength(24);
  expect(stdout).toMatch(/^✗ regressed: −100 pp in answers that pass every required gate/mu);
  expect(stdout).toContain("3 cases × 5 and × 3");
  expect(stdout).toMatch(/^an answer's +A median \(p90\) +B median \(p90\)$/mu);
  expect(stdout).toMatch(/^cost +under \$0\.0001 \(/mu);
  expect(exitCode).toBe(1);
});

test("where nobody answers, everything is missing: exit code 3", async () => {
  await run("--repeat 5");
  await assay("bless latest");
  await server.close();
  server = await startFakeAnthropic({ fault: () => ({ kind: "status", status: 400 }) });
  const { exitCode, stdout } = await run("--repeat 3 --baseline");
  expect(stdout).not.toContain("Compared with the baseline");
  expect(exitCode).toBe(3);
});
