import { once } from "node:events";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { startFakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { runAssay, startAssay } from "./support/assay.ts";
import { answerOf, createSmallProject } from "./support/small-project.ts";

test("Ctrl-C keeps what is done, says how to go on, and nothing is asked twice", async () => {
  const project = await createSmallProject();
  const server = await startFakeAnthropic({
    delayMs: 400,
    answer: () => answerOf("def f(x: int) -> int:\n    return x"),
  });
  const env = { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url };
  const options = { cwd: project.folder, env };
  try {
    const plan =
      "run --model claude-sonnet-5-5 --repeat 2 --concurrency 1 --reporter terminal --reporter junit=j.xml";
    const child = startAssay(plan.split(" "), options);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const closed = once(child, "close");
    while (server.answered.length < 2) {
      if (child.exitCode !== null) throw new Error(`it ended too early: ${stderr}`);
      await sleep(10);
    }
    child.kill("SIGINT");
    const [exitCode] = await closed;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/Interrupted: [2-5] of 6 answers are kept in results\//u);
    // Documents say themselves that they are of a part; a report for people would be hasty.
    expect(stdout).toBe("");
    const junit = await readFile(path.join(project.folder, "j.xml"), "utf8");
    expect(junit).toContain('<property name="status" value="interrupted"/>');
    expect(junit).toContain("It was not asked yet.");
    const resume = /^Go on: assay (?<command>run --resume \S+)$/mu.exec(stderr);
    expect(stderr).not.toContain("sk-ant-test");

    const command = resume?.groups?.["command"]?.split(" ") ?? [];
    const resumed = await runAssay([...command, "--json"], options);
    expect(resumed.exitCode).toBe(0);
    expect(server.requests).toHaveLength(6);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      recorded: false,
      run: { status: "complete", repeats: 2 },
      arms: [{ model: "claude-sonnet-5-5", total: { samples: 6, passed: 6, cases: 3 } }],
    });
    const shown = await runAssay(["show"], options);
    expect(shown.stdout).not.toContain("no model was asked");
  } finally {
    await server.close();
    await project.remove();
  }
});
