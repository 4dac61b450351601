import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readRun } from "../src/record/index.ts";
import { startFakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { requestOf } from "./fixtures/resumable-run.ts";

const script = path.join(import.meta.dirname, "fixtures/resumable-run.ts");
const cases = 24;
const concurrency = 3;

function spawnRun(folder: string, url: string): ChildProcess {
  const env = { ...process.env, ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: url };
  const args = [script, folder, String(cases), String(concurrency)];
  return spawn(process.execPath, args, { env, stdio: ["ignore", "inherit", "inherit"] });
}

// Each number is how many answers the server has sent when the process is killed.
test.each([[[1, 5]], [[9, 10, 17]], [[0, 23]]])(
  "killed after %j answers and resumed: no stored answer is asked again, none is stored twice",
  async (kills) => {
    const parent = await mkdtemp(path.join(tmpdir(), "assay-kill-"));
    const folder = path.join(parent, "run");
    const server = await startFakeAnthropic({
      delayMs: 30,
      answer: ({ user }) => `${user} ${"A long answer. ".repeat(2_000)}`,
    });
    try {
      for (const kill of kills) {
        const storedBefore = await storedAnswers(folder);
        const askedBefore = server.requests.length;
        const child = spawnRun(folder, server.url);
        const exited = once(child, "exit");
        while (server.answered.length < kill || server.requests.length === askedBefore) {
          if (child.exitCode !== null) throw new Error("the run ended before it was killed");
          await sleep(2);
        }
        child.kill("SIGKILL");
        await exited;
        const asked = server.requests.slice(askedBefore).map(({ user }) => user);
        expect(asked.filter((user) => storedBefore.has(user))).toEqual([]);
      }
      const storedBefore = await storedAnswers(folder);
      const askedBefore = server.requests.length;
      const [code] = await once(spawnRun(folder, server.url), "exit");
      expect(code).toBe(0);
      const asked = server.requests.slice(askedBefore).map(({ user }) => user);
      expect(asked).toHaveLength(cases - storedBefore.size);
      expect(asked.filter((user) => storedBefore.has(user))).toEqual([]);

      // Only what was in flight at a kill may have been asked more than once.
      const users = Array.from({ length: cases }, (_, index) => requestOf(index));
      const twice = users.map((user) => server.countOf(user) - 1);
      expect(Math.min(...twice)).toBe(0);
      expect(twice.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(
        kills.length * concurrency,
      );

      const { run, samples, lines, warnings } = await readRun(folder);
      expect(run.status).toBe("complete");
      expect(warnings).toEqual([]);
      expect(samples.map(({ passes }) => passes)).toEqual(users.map(() => true));
      expect(lines.filter(({ kind }) => kind === "answer")).toHaveLength(cases);
      expect(lines.filter(({ kind }) => kind === "verdicts")).toHaveLength(cases);
    } finally {
      await server.close();
      await rm(parent, { recursive: true });
    }
  },
);

/** Requests whose answers are on disk as whole lines. */
async function storedAnswers(folder: string): Promise<ReadonlySet<string>> {
  const text = await readFile(path.join(folder, "samples.jsonl"), "utf8").catch(() => "");
  const whole = text.split("\n").slice(0, -1);
  return new Set(
    whole
      .map((line): { kind: string; sample: string } => JSON.parse(line))
      .filter(({ kind }) => kind === "answer")
      .map(({ sample }) => requestOf(Number(sample.split("/")[0]?.slice("case-".length)))),
  );
}
