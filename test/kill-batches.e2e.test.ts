import { once } from "node:events";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readAgent } from "../src/agent/index.ts";
import { readRun } from "../src/record/index.ts";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type RouteFault,
} from "./fake-anthropic/start-fake-anthropic.ts";
import { checkRun } from "./soak/check-run.ts";
import { runAssay, startAssay } from "./support/assay.ts";
import { createSmallProject } from "./support/small-project.ts";

const key = "sk-ant-secret-0123456789";
const plan = "run agents/small.md --model claude-haiku-5-5 --batch --repeat 2".split(" ");

/** What the server has seen when the process is killed. */
type Moment = (server: FakeAnthropic) => boolean;
const called =
  (route: string): Moment =>
  ({ calls }) =>
    calls.some((call) => call.route === route);

test.each<[string, Moment, RouteFault | null]>([
  [
    "while it is submitted, and the API never takes it",
    called("batches.create"),
    { kind: "silent" },
  ],
  [
    "when the API has it, and the harness not its id",
    called("batches.create"),
    { kind: "silent-after" },
  ],
  ["while it is waited for", called("batches.retrieve"), null],
  ["while its results are read", called("batches.results"), null],
])("a harness that is killed %s picks the batch up again", async (_, moment, fault) => {
  let isKilled = false;
  const project = await createSmallProject();
  const server = await startFakeAnthropic({
    answer: ({ id }) => `[${id}] Here it is.`,
    batches: { pollsUntilEnd: 1 },
    routeFault: ({ route }) => (route === "batches.create" && !isKilled ? fault : null),
  });
  const options = {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
  };
  try {
    const child = startAssay(plan, options);
    child.stdin?.end();
    const ended = once(child, "close");
    while (!moment(server)) {
      if (child.exitCode !== null) throw new Error("it ended before it was killed");
      await sleep(1);
    }
    child.kill("SIGKILL");
    await ended;
    isKilled = true;
    await server.idle();

    const resumed = await runAssay(["run", "--resume", "latest"], options);
    await server.idle();
    // The answers are no Python: the required gate decides nothing, and that is no matter here.
    expect([0, 3], resumed.stderr).toContain(resumed.exitCode);
    expect(server.batches()).toHaveLength(1);
    expect(server.requests).toEqual([]);
    const results = path.join(project.folder, "results");
    const [name = ""] = await readdir(results);
    const loaded = await readRun(path.join(results, name));
    const { systemPrompt } = readAgent(path.join(project.folder, "agents/small.md"));
    const violations = await checkRun(loaded, {
      account: server.account,
      prompts: new Map([["small", systemPrompt]]),
      key,
      isWhole: true,
      budgetUsd: Number.POSITIVE_INFINITY,
    });
    expect(violations).toEqual([]);
    expect(loaded.samples.map(({ status }) => status)).toEqual(
      loaded.run.plan.map(() => "answered"),
    );
    expect(server.account.whole).toHaveLength(loaded.run.plan.length);
  } finally {
    await server.close();
    await project.remove();
  }
});
