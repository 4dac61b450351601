import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRun, type LoadedRun } from "../src/record/index.ts";
import { startFakeAnthropic, type FakeAnthropic } from "./fake-anthropic/start-fake-anthropic.ts";
import type { FakeOptions } from "./fake-anthropic/start-fake-anthropic.ts";
import { runAssay } from "./support/assay.ts";
import { startForwardProxy } from "./support/forward-proxy.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const key = "sk-ant-api03-a-secret-that-nobody-may-read";
const good = answerOf("def add(a: int, b: int) -> int:\n    return a + b");

let project: SmallProject;
let server: FakeAnthropic;
beforeEach(async () => {
  project = await createSmallProject();
});
afterEach(async () => {
  await server.close();
  await project.remove();
});

async function serve(options: FakeOptions = {}): Promise<void> {
  server = await startFakeAnthropic({ answer: () => good, ...options });
}

const assay = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runAssay(args, {
    cwd: project.folder,
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url, ...env },
  });

const ask = (...flags: readonly string[]) => assay(["run", "agents/small.md", ...flags]);

/** The newest run of the project. */
async function latest(): Promise<LoadedRun> {
  const results = path.join(project.folder, "results");
  const names = (await readdir(results)).toSorted();
  return readRun(path.join(results, names.at(-1) ?? ""));
}

async function everythingWritten(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile() && entry.name !== ".env");
  const texts = await Promise.all(
    files.map((entry) => readFile(path.join(entry.parentPath, entry.name), "utf8")),
  );
  return texts.join("\n");
}

test("what is sent is what was asked for, and run.json says so", async () => {
  await serve();
  const flags = ["--effort", "high", "--thinking", "adaptive", "--max-tokens", "5000"];
  const { exitCode } = await ask("--model", "sonnet", "--case", "add", ...flags);
  expect(exitCode).toBe(0);
  expect(server.requests.map(({ body }) => body)).toEqual([
    {
      model: "claude-sonnet-5-5",
      max_tokens: 5000,
      stream: true,
      system: [expect.objectContaining({ type: "text", cache_control: { type: "ephemeral" } })],
      messages: [{ role: "user", content: "Write a function that adds two numbers." }],
      output_config: { effort: "high" },
      thinking: { type: "adaptive" },
    },
  ]);
  const { run } = await latest();
  expect(run.settings).toMatchObject({
    maxTokens: 5000,
    sampling: { effort: "high", thinking: "adaptive", temperature: null },
  });
});

test.each([
  [["--model", "sonnet", "--temperature", "0"], "takes no sampling parameters"],
  [["--model", "opus", "--thinking", "disabled"], "always thinks"],
  [["--model", "haiku", "--max-tokens", "200000"], "at most 128000 tokens"],
  [
    ["--model", "claude-of-tomorrow", "--budget", "5usd"],
    "price of claude-of-tomorrow is not known",
  ],
  [["--model", "haiku", "--budget", "five"], "amount in US dollars"],
  [["--model", "haiku", "--max-missing", "2"], "share"],
  [["--model", "haiku", "--timeout", "soon"], "time such as"],
  [["--batch"], "cannot be asked in batches"],
  [["--record"], "nothing to record"],
  [["--model", "haiku", "--model", "sonnet", "--record"], "of one model"],
])("%j is refused before anything is asked", async (flags, message) => {
  await serve();
  const { exitCode, stderr, stdout } = await ask(...flags);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(server.requests).toHaveLength(0);
});

test("without a key nothing is asked, and the message says what to provide", async () => {
  await serve();
  const { exitCode, stderr } = await assay(["run", "agents/small.md", "--model", "haiku"], {
    ANTHROPIC_API_KEY: "",
  });
  expect(exitCode).toBe(2);
  expect(stderr).toContain("ANTHROPIC_API_KEY");
  expect(server.requests).toHaveLength(0);
});

test(".env gives the key, and what is set already stays", async () => {
  await serve({ keys: [key] });
  await writeFile(path.join(project.folder, ".env"), `ANTHROPIC_API_KEY=${key}\n`);
  const { exitCode } = await runAssay(["run", "agents/small.md", "--model", "haiku"], {
    cwd: project.folder,
    env: { ANTHROPIC_BASE_URL: server.url },
  });
  expect(exitCode).toBe(0);
  expect(server.requests).toHaveLength(3);
  const wrong = await assay(["run", "agents/small.md", "--model", "haiku"], {
    ANTHROPIC_API_KEY: "sk-ant-other",
  });
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toContain("refused the key");
  // Nobody is billed for a request that was turned away: it is not lost in flight.
  const resumed = await assay(["run", "--resume", "latest"]);
  expect(resumed.exitCode).toBe(0);
  expect(resumed.stderr).not.toContain("lost in flight");
});

test("--replay replays whatever --model says", async () => {
  await serve();
  const { exitCode, stdout } = await ask("--model", "haiku", "--replay");
  expect(exitCode).toBe(0);
  expect(stdout).toContain("no model was asked");
  expect(server.requests).toHaveLength(0);
});

test("a budget is never exceeded; a higher one goes on with the rest", async () => {
  // Some 10,000 tokens an answer: $0.10 of at most $0.16.
  await serve({ answer: () => good.repeat(400) });
  const { exitCode, stdout } = await ask("--model", "sonnet", "--budget", "0.30usd");
  expect(exitCode).toBe(3);
  expect(stdout).toContain("did not fit the budget");
  const { samples, run } = await latest();
  expect(run.status).toBe("incomplete");
  const spent = samples.reduce((sum, { answer }) => sum + (answer?.costUsd ?? 0), 0);
  expect(spent).toBeLessThanOrEqual(0.3);
  expect(samples.map(({ status }) => status)).toEqual(["answered", "answered", "over budget"]);

  const none = await ask("--model", "sonnet", "--budget", "0.1");
  expect(none.exitCode).toBe(3);
  const first = await latest();
  expect(first.samples.map(({ status }) => status)).toEqual(Array(3).fill("over budget"));
  const before = server.requests.length;
  const more = await assay(["run", "--resume", "latest", "--budget", "5usd"]);
  expect(more.exitCode).toBe(0);
  expect(server.requests.length - before).toBe(3);
});

test("what failed is missing, and --retry-errors asks only that again", async () => {
  let isDown = true;
  await serve({
    fault: ({ user }) =>
      isDown && user.includes("greets") ? { kind: "drop", afterPieces: 1 } : null,
  });
  const failed = await ask("--model", "haiku");
  expect(failed.exitCode).toBe(3);
  expect(failed.stdout).toContain("--retry-errors");
  isDown = false;
  const { exitCode } = await assay(["run", "--retry-errors", "latest"]);
  expect(exitCode).toBe(0);
  expect(server.requests).toHaveLength(4);
  const { lines } = await latest();
  expect(lines.flatMap((line) => (line.kind === "outcome" ? [line.lostAttempts] : []))).toEqual([
    1,
  ]);
});

test("--max-missing allows for more missing answers", async () => {
  await serve({
    fault: ({ user }) => (user.includes("greets") ? { kind: "cut", afterPieces: 1 } : null),
  });
  const { exitCode } = await ask("--model", "haiku", "--max-missing", "50%");
  expect(exitCode).toBe(0);
});

test("--record writes what was asked into the recordings, which are replayed from then on", async () => {
  await serve({ answer: ({ user }) => `${good}\n${user}\n` });
  const { exitCode, stderr } = await ask("--model", "haiku", "--record");
  expect(exitCode).toBe(0);
  expect(stderr).toContain("Recorded 3 answers");
  const replayed = await ask();
  expect(replayed.exitCode).toBe(0);
  const { samples } = await latest();
  expect(samples.map(({ answer }) => [answer?.source, answer?.servedModel])).toEqual(
    samples.map(() => ["recording", "claude-haiku-5-5"]),
  );
  expect(samples[0]?.answer?.text).toContain("adds two numbers");
  // A part of them with another model would mix two in one set.
  const mixed = await ask("--model", "sonnet", "--record", "--case", "add");
  expect(mixed.exitCode).toBe(2);
  expect(mixed.stderr).toContain("are of claude-haiku-5-5");
  const whole = await ask("--model", "sonnet", "--record");
  expect(whole.exitCode).toBe(0);
});

test("assay regrade asks nothing, and keeps the old verdicts", async () => {
  await serve();
  await ask("--model", "haiku");
  const before = await latest();
  const { exitCode, stderr } = await assay(["regrade", "latest"]);
  expect(exitCode).toBe(0);
  expect(stderr).toContain("every verdict is as before");
  expect(server.requests).toHaveLength(3);
  const after = await latest();
  expect(after.run.gradings.map(({ grading }) => grading)).toEqual([1, 2]);
  expect(after.lines.filter(({ kind }) => kind === "verdicts")).toHaveLength(6);
  expect(after.samples.map(({ verdicts }) => verdicts)).toEqual(
    before.samples.map(({ verdicts }) => verdicts),
  );
});

test("a batch is submitted once, told of, and graded", async () => {
  await serve({ batches: { pollsUntilEnd: 2 } });
  const { exitCode, stderr } = await ask("--model", "haiku", "--batch");
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/Batch msgbatch_\w+: 0 of 3 requests ended/u);
  expect(server.calls.filter(({ route }) => route === "batches.create")).toHaveLength(1);
  expect((await latest()).samples.every(({ passes }) => passes === true)).toBe(true);
});

test("two models do not throttle each other, and run.json says what was done", async () => {
  await serve({
    delayMs: 30,
    fault: ({ model, attempt }) =>
      model === "claude-haiku-5-5" && attempt <= 2
        ? { kind: "status", status: 429, retryAfterMs: 30 }
        : null,
  });
  const flags = ["--model", "haiku", "--model", "sonnet", "--repeat", "4", "--concurrency", "4"];
  const { exitCode } = await ask(...flags);
  expect(exitCode).toBe(0);
  const { run } = await latest();
  const [haiku, sonnet] = run.throttling;
  expect(haiku).toMatchObject({ model: "claude-haiku-5-5", ceiling: 4 });
  expect(haiku?.lowest).toBeLessThan(4);
  expect(sonnet).toMatchObject({ model: "claude-sonnet-5-5", lowest: 4, episodes: 0, changes: [] });
});

test("a proxy is used where the environment names one", async () => {
  await serve();
  const proxy = await startForwardProxy(server.url);
  const { exitCode } = await assay(["run", "agents/small.md", "--model", "haiku"], {
    ANTHROPIC_BASE_URL: "http://api.example.test",
    HTTP_PROXY: proxy.url,
  });
  await proxy.close();
  expect(exitCode).toBe(0);
  expect(new Set(proxy.hosts.map((host) => host.split(":")[0]))).toEqual(
    new Set(["api.example.test"]),
  );
  expect(server.requests).toHaveLength(3);
});

test("custom headers of the environment are sent, and a bearer token in place of a key", async () => {
  const seen: (readonly [unknown, unknown, unknown])[] = [];
  const refusing = createServer(({ headers }, response) => {
    seen.push([headers["x-team"], headers.authorization, headers["x-api-key"]]);
    response.writeHead(403, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ type: "error", error: { type: "permission_error", message: "No." } }),
    );
  });
  await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
  await serve();
  const { port } = refusing.address() as AddressInfo;
  const { exitCode } = await assay(["run", "agents/small.md", "--model", "haiku"], {
    ANTHROPIC_BASE_URL: `http://127.0.0.1:${port}`,
    ANTHROPIC_API_KEY: "",
    ANTHROPIC_AUTH_TOKEN: "a-token",
    ANTHROPIC_CUSTOM_HEADERS: "x-team: evals",
  });
  refusing.close();
  expect(exitCode).toBe(2);
  expect(seen).toContainEqual(["evals", "Bearer a-token", undefined]);
});

test.each<[string, FakeOptions]>([
  ["well", {}],
  ["401", { keys: ["another"] }],
  ["500", { fault: () => ({ kind: "status", status: 400, message: `Your key ${key} is odd.` }) }],
  ["drop", { fault: () => ({ kind: "drop", afterPieces: 1 }) }],
])("the key is in nothing that is written or printed: %s", async (_, options) => {
  await serve(options);
  const printed = await Promise.all([
    ask("--model", "haiku"),
    ask("--model", "haiku", "--json"),
    ask("--model", "haiku", "--dry-run"),
  ]);
  const text = printed.map(({ stdout, stderr }) => stdout + stderr).join("\n");
  expect(text).not.toContain(key);
  expect(await everythingWritten(project.folder)).not.toContain(key);
  await rm(path.join(project.folder, "results"), { recursive: true, force: true });
});
