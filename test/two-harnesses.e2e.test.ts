import { once } from "node:events";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readRun } from "../src/record/index.ts";
import { startFakeAnthropic, type FakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { runAssay, startAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const plan = ["run", "agents/small.md", "--model", "claude-haiku-5-5", "--concurrency", "1"];
const patient = { timeout: 60_000, interval: 20 };

let project: SmallProject;
let server: FakeAnthropic;
/** The server keeps every answer back until it is told to go on. */
let release: () => void;
beforeEach(async () => {
  project = await createSmallProject();
  let isHeld = true;
  release = () => {
    isHeld = false;
  };
  server = await startFakeAnthropic({
    answer: () => answerOf("def f(x: int) -> int:\n    return x"),
    fault: () => (isHeld ? { kind: "silent", afterPieces: 0 } : null),
  });
});
afterEach(async () => {
  await server.close();
  await project.remove();
});

const options = () => ({
  cwd: project.folder,
  env: { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url },
});

async function runFolders(): Promise<readonly string[]> {
  const results = path.join(project.folder, "results");
  return (await readdir(results)).map((name) => path.join(results, name));
}

test("two harnesses start runs in one results folder: each has its own, whole", async () => {
  release();
  const ended = await Promise.all([runAssay(plan, options()), runAssay(plan, options())]);
  expect(ended.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  expect(server.requests).toHaveLength(6);
  const folders = await runFolders();
  expect(folders).toHaveLength(2);
  for (const folder of folders) {
    const { run, samples, warnings } = await readRun(folder);
    expect(run.status).toBe("complete");
    expect(samples.map(({ status }) => status)).toEqual(["answered", "answered", "answered"]);
    expect(warnings).toEqual([]);
  }
});

test("a run that another harness writes is not taken up: nothing is asked twice", async () => {
  const first = startAssay(plan, options());
  const ended = once(first, "close");
  await vi.waitFor(() => expect(server.requests).toHaveLength(1), patient);
  const [folder = ""] = await runFolders();

  const second = await runAssay(["run", "--resume", folder], options());
  expect(second.exitCode).toBe(2);
  expect(second.stderr).toContain("The run is being written by process");
  expect(server.requests).toHaveLength(1);

  first.kill("SIGKILL");
  await ended;
  release();
  // Of two that find the dead one's lock, one goes on; the other is refused, or finds it all done.
  const both = await Promise.all(
    [1, 2].map(() => runAssay(["run", "--resume", folder], options())),
  );
  const codes = both.map(({ exitCode }) => exitCode);
  expect(codes).toContain(0);
  expect(codes.filter((code) => code !== 0 && code !== 2)).toEqual([]);
  // One request was in flight at the kill.
  expect(server.requests).toHaveLength(4);
  const { run, lines, warnings } = await readRun(folder);
  expect(run.status).toBe("complete");
  expect(warnings).toEqual([]);
  expect(lines.filter(({ kind }) => kind === "answer")).toHaveLength(3);
  expect(lines.filter(({ kind }) => kind === "verdicts")).toHaveLength(3);
});
