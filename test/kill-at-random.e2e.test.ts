import { once } from "node:events";
import { readdir, readFile, truncate } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { readAgent } from "../src/agent/index.ts";
import { findSpending, readRun } from "../src/record/index.ts";
import { startFakeAnthropic, type FakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import { checkRun } from "./soak/check-run.ts";
import { diceOf, type Dice } from "./soak/dice.ts";
import { freshSeed } from "./soak/run-soak.ts";
import { createTrouble } from "./soak/trouble.ts";
import { startAssay } from "./support/assay.ts";
import { createSmallProject, type SmallProject } from "./support/small-project.ts";

// `ASSAY_SOAK_SEED=1234 npx vitest run test/kill-at-random` repeats what went wrong.
const firstSeed = Number(process.env["ASSAY_SOAK_SEED"] ?? freshSeed());
const key = "sk-ant-secret-0123456789";
const concurrency = 4;
const runs = 5;
const killsOfRun = 10;

const plan = `run agents/small.md --model claude-haiku-5-5 --repeat 24 --concurrency ${concurrency} --max-tokens 200`;

interface Stage {
  readonly project: SmallProject;
  readonly server: FakeAnthropic;
  readonly dice: Dice;
  readonly prompts: ReadonlyMap<string, string>;
}

test.each(Array.from({ length: runs }, (_, index) => firstSeed + index))(
  `${killsOfRun} kills at random moments (seed %i): no stored answer is lost or asked again, and the run knows what was in flight`,
  { timeout: 600_000 },
  async (seed) => {
    const trouble = createTrouble({
      seed,
      delayMs: 60,
      faultRate: 0.15,
      faults: ["overloaded", "rate-limit", "drop-before", "slow", "refusal"],
      maxTokens: 200,
      isLong: false,
    });
    const project = await createSmallProject();
    const server = await startFakeAnthropic(trouble.options);
    const { systemPrompt } = readAgent(path.join(project.folder, "agents/small.md"));
    const prompts = new Map([["small", systemPrompt]]);
    const stage: Stage = { project, server, dice: diceOf(seed), prompts };
    try {
      for (let kill = 0; kill < killsOfRun; kill += 1) {
        expect(await killOnce(stage)).toEqual([]);
      }
      const { exitCode, printed } = await goOn(stage);
      expect(exitCode, printed).toBe(0);
      expect(printed).not.toContain(key);
      const { folder } = await onlyRun(project);
      const loaded = await readRun(folder);
      expect(await hold(stage, folder, { isWhole: true })).toEqual([]);
      expect(loaded.run.status).toBe("complete");
      // What a kill catches are the requests under way, and nothing else was ever lost.
      const { lostInFlight } = findSpending(loaded.lines);
      expect(lostInFlight.length).toBeLessThanOrEqual(killsOfRun * concurrency);
      if (lostInFlight.length > 0) expect(printed).toContain("lost in flight");
    } finally {
      await server.close();
      await project.remove();
    }
  },
);

/** Starts the run or goes on with it, and kills it. @returns what is not as it must be */
async function killOnce(stage: Stage): Promise<readonly string[]> {
  const { project, server, dice } = stage;
  const child = start(stage, await command(project));
  const ended = once(child, "close");
  const before = events(server);
  const wanted = dice.whole(8);
  const isEarly = dice.isOnce(0.1);
  const patience = isEarly ? dice.whole(600) : Number.POSITIVE_INFINITY;
  const startedAt = performance.now();
  while (
    child.exitCode === null &&
    events(server) - before < wanted + 1 &&
    performance.now() - startedAt < patience
  ) {
    await sleep(1);
  }
  await sleep(dice.whole(40));
  child.kill("SIGKILL");
  await ended;
  if (child.signalCode !== "SIGKILL") return ["it had ended before it was killed"];
  await server.idle();
  const { folder } = await onlyRun(project).catch(() => ({ folder: null }));
  if (folder === null) return server.requests.length > 0 ? ["asked, and there is no run"] : [];
  if (dice.isOnce(0.3)) await tearLastLine(folder, dice);
  return hold(stage, folder, { isWhole: false });
}

/** What happens at the server: a message arrives, or an answer ends. */
function events({ requests, account }: FakeAnthropic): number {
  return requests.length + account.whole.length + account.unfinished.length;
}

async function hold(
  { server, prompts }: Stage,
  folder: string,
  { isWhole }: { readonly isWhole: boolean },
): Promise<readonly string[]> {
  const loaded = await readRun(folder);
  const violations = await checkRun(loaded, {
    account: server.account,
    prompts,
    key,
    isWhole,
    budgetUsd: Number.POSITIVE_INFINITY,
  });
  // A torn last line is said, and mended by going on.
  return isWhole ? violations : violations.filter((words) => !words.includes("torn off"));
}

/** As a loss of power may leave it: the last line, unless it must be on disk already. */
async function tearLastLine(folder: string, dice: Dice): Promise<void> {
  const file = path.join(folder, "samples.jsonl");
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const lineStart = bytes.lastIndexOf("\n", -2) + 1;
  const last = bytes.subarray(lineStart).toString("utf8");
  if (!last.startsWith('{"kind":"verdicts"') && !last.startsWith('{"kind":"outcome"')) return;
  await truncate(file, bytes.length - 1 - dice.whole(bytes.length - lineStart - 1));
}

/** What a user types next: the command that starts the run, or the one that goes on with it. */
async function command(project: SmallProject): Promise<readonly string[]> {
  const isThere = await onlyRun(project).then(
    () => true,
    () => false,
  );
  return isThere ? ["run", "--resume", "latest"] : plan.split(" ");
}

async function onlyRun({ folder }: SmallProject): Promise<{ readonly folder: string }> {
  const results = path.join(folder, "results");
  const found: string[] = [];
  for (const name of await readdir(results)) {
    const files = await readdir(path.join(results, name));
    if (files.includes("run.json")) found.push(path.join(results, name));
  }
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) throw new Error(`${found.length} runs`);
  return { folder: only };
}

function start({ project, server }: Stage, args: readonly string[]) {
  const child = startAssay(args, {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
  });
  child.stdin?.end();
  return child;
}

async function goOn(
  stage: Stage,
): Promise<{ readonly exitCode: unknown; readonly printed: string }> {
  const child = start(stage, await command(stage.project));
  const ended = once(child, "close");
  if (!child.stdout || !child.stderr) throw new Error("the process has no pipes");
  const printed = (await Promise.all([text(child.stdout), text(child.stderr)])).join("");
  const [exitCode] = await ended;
  await stage.server.idle();
  return { exitCode, printed };
}
