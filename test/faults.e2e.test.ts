import { readdir } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeAll, afterAll, expect, test } from "vitest";
import { readAgent } from "../src/agent/index.ts";
import { readRun, type LoadedRun } from "../src/record/index.ts";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type FakeOptions,
  type Fault,
} from "./fake-anthropic/start-fake-anthropic.ts";
import { checkRun } from "./soak/check-run.ts";
import { runAssay, type AssayResult } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const key = "sk-ant-secret-0123456789";
const models = ["--model", "claude-haiku-5-5"];

let project: SmallProject;
let server: FakeAnthropic;
let count = 0;
beforeAll(async () => {
  project = await createSmallProject();
});
afterAll(() => project.remove());
afterEach(() => server.close());

/** Runs the three cases of the small suite, and holds the run to what the server counted. */
async function run(
  options: FakeOptions,
  flags: readonly string[] = models,
  { isWhole = true }: { readonly isWhole?: boolean } = {},
): Promise<AssayResult & { readonly loaded: LoadedRun }> {
  server = await startFakeAnthropic({
    answer: ({ id }) => `[${id}] ${answerOf("def f(x: int) -> int:\n    return x")}`,
    ...options,
  });
  count += 1;
  const out = `results-${count}`;
  const result = await runAssay(["run", "agents/small.md", "--out", out, ...flags], {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
  });
  await server.idle();
  const [folder = ""] = await readdir(path.join(project.folder, out));
  const loaded = await readRun(path.join(project.folder, out, folder));
  const { systemPrompt } = readAgent(path.join(project.folder, "agents/small.md"));
  const prompts = new Map([["small", systemPrompt]]);
  const budgetUsd = Number.POSITIVE_INFINITY;
  const { account } = server;
  expect(await checkRun(loaded, { account, prompts, key, isWhole, budgetUsd })).toEqual([]);
  expect(result.stdout + result.stderr).not.toContain(key);
  return { ...result, loaded };
}

const outcomes = ({ samples }: LoadedRun) =>
  samples.map(({ status, failure }) => failure?.cause ?? status);

test.each<[string, Fault, string, number]>([
  ["429 to the last", { kind: "status", status: 429, retryAfterMs: 1 }, "rate-limit", 15],
  ["529 to the last", { kind: "status", status: 529, retryAfterMs: 1 }, "overloaded", 15],
  ["500 to the last", { kind: "status", status: 500, retryAfterMs: 1 }, "server-error", 15],
  ["400", { kind: "status", status: 400, message: `Bad ${key}` }, "rejected-request", 3],
  ["a connection lost in mid-stream", { kind: "drop", afterPieces: 1 }, "connection", 3],
  ["a stream that ends too early", { kind: "cut", afterPieces: 1 }, "malformed-reply", 3],
  ["an event that is no JSON", { kind: "malformed" }, "malformed-reply", 3],
  ["an error event", { kind: "error-event", type: "overloaded_error" }, "overloaded", 3],
])("%s: missing, never scored, and exit 3", async (_, fault, cause, requests) => {
  const { exitCode, stdout, loaded } = await run({ fault: () => fault });
  expect(exitCode).toBe(3);
  expect(outcomes(loaded)).toEqual([cause, cause, cause]);
  expect(loaded.run.status).toBe("incomplete");
  expect(server.requests).toHaveLength(requests);
  expect(stdout).toContain("3 answers missing");
});

test.each<[string, Fault, number]>([
  ["429 with retry-after in seconds", { kind: "status", status: 429, retryAfterSeconds: 1 }, 0],
  ["529", { kind: "status", status: 529, retryAfterMs: 1 }, 0],
  ["500", { kind: "status", status: 500, retryAfterMs: 1 }, 0],
  ["a connection closed before the first byte", { kind: "drop", afterPieces: 0 }, 3],
])("%s once is mended by a retry", async (_, fault, lost) => {
  const { exitCode, loaded } = await run({
    fault: ({ attempt }) => (attempt === 1 ? fault : null),
  });
  expect(exitCode).toBe(0);
  expect(outcomes(loaded)).toEqual(["answered", "answered", "answered"]);
  expect(server.requests).toHaveLength(6);
  expect(server.account.unfinished).toHaveLength(lost);
  const [throttling] = loaded.run.throttling;
  expect(throttling).toMatchObject({ model: "claude-haiku-5-5", ceiling: 8 });
  // Requests that were sent before the halving say nothing new; later ones halve it again.
  const isThrottled = fault.kind === "status" && fault.status !== 500;
  expect([8, 4, 2, 1].indexOf(throttling?.lowest ?? 0) > 0).toBe(isThrottled);
  expect(throttling?.episodes === 0).toBe(!isThrottled);
});

test.each<[string, Fault, string, string]>([
  ["max_tokens", { kind: "stop", reason: "max_tokens" }, "truncated", "cut off"],
  ["a refusal", { kind: "stop", reason: "refusal" }, "refused", "refused"],
  [
    "a content filter",
    { kind: "status", status: 400, message: "Output blocked by content filtering policy" },
    "filtered",
    "filter",
  ],
])("%s is an answer that fails the gate answered", async (_, fault, status, words) => {
  const { stdout, loaded } = await run({ fault: () => fault });
  expect(outcomes(loaded)).toEqual([status, status, status]);
  expect(loaded.samples.map(({ passes }) => passes)).toEqual([false, false, false]);
  expect(loaded.run.status).toBe("complete");
  expect(stdout).toContain(words);
});

test("another model than the one asked is stored, shown, and priced as itself", async () => {
  const { exitCode, stdout, loaded } = await run({
    fault: () => ({ kind: "other-model", model: "claude-sonnet-5-5" }),
  });
  expect(exitCode).toBe(0);
  expect(loaded.samples[0]?.answer?.servedModel).toBe("claude-sonnet-5-5");
  expect(stdout).toContain("claude-sonnet-5-5");
});

test.each<[string, Fault]>([
  ["a byte a second", { kind: "slow", bytesPerSecond: 1 }],
  ["a connection that goes silent before the first byte", { kind: "silent", afterPieces: 0 }],
  ["a connection that goes silent in mid-stream", { kind: "silent", afterPieces: 1 }],
])("%s ends at the time limit, as missing", async (_, fault) => {
  const { exitCode, loaded } = await run({ fault: () => fault }, [...models, "--timeout", "2s"]);
  expect(exitCode).toBe(3);
  expect(outcomes(loaded)).toEqual(["timeout", "timeout", "timeout"]);
  expect(server.account.unfinished).toHaveLength(3);
});

test("a slow answer is an answer, and so is a late one", async () => {
  const { exitCode } = await run({
    delayMs: 300,
    fault: () => ({ kind: "slow", bytesPerSecond: 2_000 }),
  });
  expect(exitCode).toBe(0);
});

test("a wrong key stops the run at once, with exit 2, and --resume goes on with a right one", async () => {
  let isWrong = true;
  const flags = [...models, "--concurrency", "1"];
  const fault = (): Fault | null =>
    isWrong ? { kind: "status", status: 401, message: `No key ${key}` } : null;
  const { exitCode, stdout, stderr, loaded } = await run({ fault }, flags, { isWhole: false });
  expect(exitCode).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain("The API refused the key: No key");
  expect(server.requests).toHaveLength(1);
  expect(outcomes(loaded)).toEqual(["pending", "pending", "pending"]);
  isWrong = false;
  const resumed = await runAssay(["run", "--resume", loaded.folder], {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
  });
  expect(resumed.exitCode).toBe(0);
  expect(server.requests).toHaveLength(4);
});

test("--retry-errors asks those again that failed, and only those", async () => {
  let isBroken = true;
  const { exitCode, loaded } = await run({
    fault: ({ user }) =>
      isBroken && user.includes("greets") ? { kind: "drop", afterPieces: 1 } : null,
  });
  expect(exitCode).toBe(3);
  expect(outcomes(loaded)).toEqual(["answered", "connection", "answered"]);
  isBroken = false;
  const again = await runAssay(["run", "--retry-errors", loaded.folder], {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
  });
  expect(again.exitCode).toBe(0);
  expect(server.requests).toHaveLength(4);
  expect(outcomes(await readRun(loaded.folder))).toEqual(["answered", "answered", "answered"]);
});

test("a live run without any answer is no replay", async () => {
  const { stdout } = await run({ fault: () => ({ kind: "drop", afterPieces: 1 }) }, [
    ...models,
    "--json",
  ]);
  expect(JSON.parse(stdout)).toMatchObject({ recorded: false });
});
