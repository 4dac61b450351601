import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { readRun } from "../src/record/index.ts";
import { startFakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";

const script = path.join(import.meta.dirname, "fixtures/resumable-run.ts");
const cases = 24;
const concurrency = 3;

// A limit on the size of files stands for a full disk: the system writes a part of a line and then
// refuses. Windows has none.
test.skipIf(process.platform === "win32")(
  "a disk that fills up ends the run with its place; what was stored is whole and not asked again",
  async () => {
    const parent = await mkdtemp(path.join(tmpdir(), "assay-full-"));
    const folder = path.join(parent, "run");
    const server = await startFakeAnthropic({
      delayMs: 5,
      answer: ({ user }) => `${user} ${"x".repeat(20_000)}`,
    });
    const run = async (limitKilobytes: string) => {
      const command = `ulimit -f ${limitKilobytes}; exec "$@"`;
      const args = [process.execPath, script, folder, String(cases), String(concurrency)];
      const child = spawn("bash", ["-c", command, "bash", ...args], {
        env: { ...process.env, ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let stderr = "";
      child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
      const [code] = await once(child, "close");
      return { code, stderr };
    };
    try {
      const full = await run("100");
      expect(full.code).not.toBe(0);
      expect(full.stderr).toContain("record/cannot-write");
      expect(full.stderr).toContain(path.join(folder, "samples.jsonl"));
      expect(await readFile(path.join(folder, "samples.jsonl"), "utf8")).toMatch(/\}\n$/u);
      const half = await readRun(folder);
      const stored = half.samples.filter(({ answer }) => answer !== null).length;
      expect(half.run.status).toBe("interrupted");
      expect(half.warnings).toEqual([]);
      expect(stored).toBeGreaterThan(0);
      expect(server.requests.length).toBeLessThanOrEqual(stored + concurrency);

      const askedBefore = server.requests.length;
      expect((await run("unlimited")).code).toBe(0);
      expect(server.requests.length - askedBefore).toBe(cases - stored);
      const whole = await readRun(folder);
      expect(whole.run.status).toBe("complete");
      expect(whole.samples.every(({ passes }) => passes === true)).toBe(true);
      expect((await readdir(folder)).toSorted()).toEqual(["run.json", "samples.jsonl"]);
    } finally {
      await server.close();
      await rm(parent, { recursive: true });
    }
  },
);
