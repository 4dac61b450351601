import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { costOf, readPrices } from "../src/models/index.ts";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type FakeOptions,
} from "./fake-anthropic/start-fake-anthropic.ts";
import { runAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const key = "sk-ant-test-0123456789";
const answer = answerOf("def f(x: int) -> int:\n    return x");

let project: SmallProject;
let server: FakeAnthropic | undefined;
beforeEach(async () => {
  project = await createSmallProject();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  await project.remove();
});

async function start(options: FakeOptions = {}) {
  server = await startFakeAnthropic({ answer: () => answer, ...options });
  return server;
}

/** Wide, so that sentences stand in one line. */
function assay(command: string) {
  const api: Readonly<Record<string, string>> =
    server === undefined ? {} : { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url };
  const env = { ...api, COLUMNS: "200" };
  return runAssay(command.split(" "), { cwd: project.folder, env });
}

interface Forecast {
  readonly forecast: {
    readonly models: readonly {
      readonly inputTokens: { readonly total: number; readonly basis: string };
      readonly priceUsd: { readonly from: number; readonly to: number; readonly likely: number };
      readonly duration: { readonly ms: number | null };
    }[];
  };
}

interface Reported {
  readonly usage: {
    readonly rows: readonly { readonly tokens: unknown }[];
    readonly total: { readonly costUsd: number };
  };
}

test("the range of a dry run holds what the run costs, and the report what the server billed", async () => {
  const { account, calls, requests } = await start();
  const command = "run --model claude-sonnet-5-5 --repeat 2";
  const dry = await assay(`${command} --dry-run --json`);
  expect(requests).toHaveLength(0);
  // Three cases, each counted once.
  expect(calls).toHaveLength(3);
  const [forecast] = (JSON.parse(dry.stdout) as Forecast).forecast.models;
  expect(forecast?.inputTokens.basis).toBe("counted");
  expect(forecast?.duration.ms).toBeNull();

  const run = await assay(`${command} --json`);
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toMatch(
    /^Asking claude-sonnet-5-5: 6 calls, [\d,]+ input tokens \(counted\), (?:under )?\$[\d.]+ to \$0\.96, likely about \$[\d.]+, duration unknown$/mu,
  );
  const { usage } = JSON.parse(run.stdout) as Reported;
  const billed = account.billed();
  expect(usage.rows).toMatchObject([{ model: "claude-sonnet-5-5", count: 6, tokens: billed }]);
  const cost = costOf(billed, "claude-sonnet-5-5", readPrices(null), { batch: false }) ?? -1;
  expect(usage.total.costUsd).toBeCloseTo(cost, 9);
  const sum = billed.inputTokens + billed.cacheReadTokens + billed.cacheWriteTokens;
  expect(forecast?.inputTokens.total).toBe(sum);
  const { from = -1, to = -1, likely = -1 } = forecast?.priceUsd ?? {};
  expect(from).toBeLessThan(cost);
  expect(cost).toBeLessThan(to);
  expect(from).toBeLessThan(likely);

  // Now there are answers to go by.
  const again = await assay(`${command} --dry-run`);
  expect(again.stdout).toMatch(/likely about \$[\d.]+, if answers are as long as 6 earlier ones/u);
  expect(again.stdout).toMatch(/duration {2}about \d+ s: 6 at a time, each as long as 6 earlier/u);
  expect(again.stdout).toContain("No answer was asked for, and nothing was written.");
});

test("without a key a dry run estimates, and says so", async () => {
  const { exitCode, stdout } = await assay("run --model claude-sonnet-5-5 --dry-run");
  expect(exitCode).toBe(0);
  const text = stdout.replaceAll(/\s+/gu, " ");
  expect(text).toMatch(/input about [\d,]+ tokens, estimated by their length, as there is no key/u);
  expect(text).toContain(
    "if answers are as long as the 3 recorded ones, estimated from their text",
  );
  expect(text).toContain("Prices: built in, of 2026-11-23, from ");
  expect(text).toContain("Nothing was asked, and nothing was written.");
});

test("an API that cannot count is no reason not to run", async () => {
  await start({ routeFault: () => ({ kind: "status", status: 404 }) });
  const run = await assay("run --model claude-sonnet-5-5");
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toMatch(/about [\d,]+ input tokens \(estimated\), /u);
  expect(run.stdout).toMatch(/^claude-sonnet-5-5 +3 .*\$0\.0\d+$/mu);
});

test("prices that are not known are unknown, until a file has them", async () => {
  await start();
  const unknown = await assay("run --model claude-haiku-4-5 --out unknown");
  expect(unknown.stderr).toContain("price unknown, duration unknown");
  expect(unknown.stdout).toMatch(
    /^claude-haiku-4-5 .* unknown\n! The cost of 3 replies is unknown\.$/mu,
  );
  const refused = await assay("run --model claude-haiku-4-5 --budget 5usd --dry-run");
  expect(refused).toMatchObject({ exitCode: 2, stdout: "" });
  expect(refused.stderr).toContain("--prices");

  const price = { input: 1, output: 5, cacheWrite5m: 1.25, cacheRead: 0.1 };
  const models = { "claude-haiku-4-5": price };
  await project.write("my/prices.json", JSON.stringify({ asOf: "2026-12-01", models }));
  const command = "run --model claude-haiku-4-5 --budget 5usd --prices my/prices.json";
  const dry = await assay(`${command} --dry-run`);
  expect(dry.stdout).toContain("The budget of $5.00 is enough, however long the answers are.");
  expect(dry.stdout).toContain("Prices: my/prices.json, of 2026-12-01.");
  const run = await assay(`${command} --out known`);
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toMatch(/^claude-haiku-4-5 +3 .*\$0\.\d+$/mu);
  const folder = /known\/\S+/u.exec(run.stdout)?.[0] ?? "";
  const stored = await readFile(path.join(project.folder, folder, "run.json"), "utf8");
  expect(JSON.parse(stored)).toMatchObject({ settings: { prices: "my/prices.json" } });
});

test("a broken file of prices is refused at its line, before anything is sent", async () => {
  const { requests, calls } = await start();
  await project.write("prices.json", '{"models": {\n  "claude-haiku-4-5": {"input": "1"}\n}}');
  const { exitCode, stderr } = await assay("run --model claude-haiku-4-5 --prices prices.json");
  expect(exitCode).toBe(2);
  expect(stderr).toContain("prices.json:2");
  expect([...requests, ...calls]).toHaveLength(0);
});

test("another model than the asked one is shown, a dated one is not", async () => {
  await start({ fault: () => ({ kind: "other-model", model: "claude-other" }) });
  const other = await assay("run --model claude-sonnet-5-5 --out other");
  expect(other.stdout).toContain(
    "! claude-sonnet-5-5 was asked, and claude-other answered 3 of 3 times.",
  );
  await server?.close();
  await start({ fault: () => ({ kind: "other-model", model: "claude-sonnet-5-5-20261101" }) });
  const dated = await assay("run --model claude-sonnet-5-5 --out dated");
  expect(dated.stdout).toMatch(/^claude-sonnet-5-5 +3 .*\$0\.0\d+$/mu);
  expect(dated.stdout).not.toContain("20261101");
});

test("a resumed run says what is left to ask", async () => {
  await start({
    fault: ({ user }) => (user.includes("adds") ? { kind: "status", status: 400 } : null),
  });
  const first = await assay("run --model claude-sonnet-5-5");
  expect(first.stderr).toContain("Asking claude-sonnet-5-5: 3 calls");
  const resumed = await assay("run --retry-errors latest");
  expect(resumed.stderr).toContain("Asking claude-sonnet-5-5: 1 call,");
});

test("a judge has its own line, also in a replay, at the prices of the user's file", async () => {
  const judge = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const content = '{"pass": true, "score": 1, "reason": "It is polite."}';
    const usage = { prompt_tokens: 1_000, completion_tokens: 100, total_tokens: 1_100 };
    const choices = [{ message: { role: "assistant", content }, finish_reason: "stop" }];
    response.end(JSON.stringify({ model: "judge", choices, usage }));
  });
  await new Promise<void>((resolve) => judge.listen(0, "127.0.0.1", resolve));
  const apiBaseUrl = `http://127.0.0.1:${(judge.address() as AddressInfo).port}/v1`;
  const suite = await readFile(path.join(project.folder, "evals/small/suite.yaml"), "utf8");
  const check = {
    promptfoo: {
      type: "llm-rubric",
      value: "It is polite.",
      provider: { id: "openai:chat:judge", config: { apiBaseUrl, apiKey: "none" } },
    },
  };
  await project.write(
    "evals/small/suite.yaml",
    suite.replace("check: unchecked", `check: ${JSON.stringify(check)}`),
  );
  const models = { "openai:chat:judge": { input: 1, output: 10 } };
  await project.write("prices.json", JSON.stringify({ models }));
  const env = {
    COLUMNS: "100",
    PROMPTFOO_CACHE_ENABLED: "false",
    PROMPTFOO_CONFIG_DIR: path.join(project.folder, "promptfoo"),
  };
  try {
    const args = ["run", "--gate", "seventeen-syllables", "--prices", "prices.json"];
    const run = await runAssay(args, { cwd: project.folder, env });
    expect(run.exitCode).toBe(0);
    // 3 x (1,000 x $1 + 100 x $10) a million
    expect(run.stdout).toMatch(/^judge openai:chat:judge +3 +3,000 +0 +0 +300 +\$0\.006$/mu);
    const shown = await runAssay(["show", "latest", "add"], { cwd: project.folder });
    expect(shown.stdout).toContain("Judged by openai:chat:judge, 1 verdict; $0.002.");
  } finally {
    judge.closeAllConnections();
    await new Promise((resolve) => judge.close(resolve));
  }
});

test("a replay says nothing of money", async () => {
  const { stdout, stderr } = await assay("run");
  expect(stdout + stderr).not.toMatch(/usage|\$/u);
  const shown = JSON.parse((await assay("show --json")).stdout) as { readonly usage: unknown };
  expect(shown.usage).toBeNull();
});
