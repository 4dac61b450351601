import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRun, resolveRun } from "../src/record/index.ts";
import type { Fault } from "./fake-openai/faults.ts";
import {
  startFakeOpenAiServer,
  type FakeOpenAiOptions,
  type FakeOpenAiServer,
} from "./fake-openai/fake-openai-server.ts";
import { runAssay } from "./support/assay.ts";
import { answerOf, createSmallProject, type SmallProject } from "./support/small-project.ts";

const key = "sk-right-key-0123456789";
const model = "openai:chat:gpt-x";
/** What promptfoo would make something else of. */
const braces = "{{ user.name }} {% unknown %} {# gone #} ${{ secrets.X }} {{ env.HOME }} {{ open";
const answer = answerOf(
  `def add(a: int, b: int) -> str:\n    """${braces}"""\n    return str(a + b)`,
);

let project: SmallProject;
let home: string;
let server: FakeOpenAiServer;

beforeEach(async () => {
  project = await createSmallProject();
  home = await mkdtemp(path.join(tmpdir(), "assay-home-"));
});
afterEach(async () => {
  await server.close();
  await project.remove();
  await rm(home, { recursive: true, force: true });
});

async function start(options: FakeOpenAiOptions = {}): Promise<void> {
  server = await startFakeOpenAiServer({ key, answer: () => answer, ...options });
}

function assay(args: string, env: Readonly<Record<string, string>> = {}) {
  return runAssay(args.split(" "), {
    cwd: project.folder,
    env: { HOME: home, OPENAI_BASE_URL: server.url, OPENAI_API_KEY: key, ...env },
  });
}

/** By a word of the request. */
function faultOf(faults: Readonly<Record<string, Fault>>): FakeOpenAiOptions["fault"] {
  return ({ user }) => Object.entries(faults).find(([word]) => user.includes(word))?.[1] ?? null;
}

const latest = async () =>
  readRun(await resolveRun(path.join(project.folder, "results"), "latest"));

test("a run asks the model, stores what it said, and prints nothing of promptfoo's", async () => {
  await start();
  await project.write(
    "evals/small/cases.csv",
    `id,origin,request\nbraces,written,"Write a function. ${braces}"\n`,
  );
  // Its debug log would have prompts, answers and headers.
  const { exitCode, stdout, stderr } = await assay(`run agents/small.md --model ${model}`, {
    LOG_LEVEL: "debug",
    TMPDIR: home,
  });
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^Asking openai:chat:gpt-x: 3 calls, .*\n$/u);
  expect(stdout).toMatch(/^small · 3 cases · openai:chat:gpt-x · /u);
  expect(stdout).toContain("All 3 answers pass every required gate");
  expect(server.requests).toHaveLength(3);
  expect(server.requests.map(({ user }) => user)).toContain(`Write a function. ${braces}`);
  expect(server.requests[0]?.system).toMatch(/^You write small services\./u);
  const { run, samples } = await latest();
  expect(run.models).toEqual([{ id: model, kind: "promptfoo" }]);
  for (const { status, answer: stored } of samples) {
    expect(status).toBe("answered");
    expect(stored).toMatchObject({
      text: answer,
      source: "live",
      stopReason: "stop",
      servedModel: "gpt-x-2026-11-01",
      usage: { outputTokens: Math.ceil(answer.length / 4), cacheWriteTokens: 0 },
      costUsd: null,
    });
    expect(stored?.usage?.cacheReadTokens).toBeGreaterThan(0);
  }
  // Nothing of promptfoo's is left in the user's home or among the temporary files.
  expect((await readdir(home)).filter((name) => name.includes("promptfoo"))).toEqual([]);
});

test("repeats and prompt versions are asked each, also those that are alike", async () => {
  let asked = 0;
  await start({ answer: () => `${answer}\nAnswer ${(asked += 1)}.\n` });
  const { exitCode } = await assay(`run agents/small.md --model ${model} --case add --repeat 4`);
  expect(exitCode).toBe(0);
  const { samples } = await latest();
  expect(new Set(samples.map((sample) => sample.answer?.text)).size).toBe(4);
});

test("a 429 that goes by is mended; one that stays leaves the answer missing", async () => {
  const busy: Fault = { kind: "status", status: 429, retryAfterMs: 1 };
  await start({ fault: ({ attempt }) => (attempt === 1 ? busy : null) });
  expect((await assay(`run agents/small.md --model ${model}`)).exitCode).toBe(0);
  expect(server.requests).toHaveLength(6);
  await server.close();
  await start({ fault: ({ user }) => (user.includes("adds") ? busy : null) });
  const { exitCode, stdout } = await assay(`run agents/small.md --model ${model}`);
  expect(exitCode).toBe(3);
  expect(stdout).toContain("! 1 answer missing");
  const { samples } = await latest();
  expect(samples.map(({ status }) => status)).toEqual(["infrastructure", "answered", "answered"]);
});

test("what prompt or model caused fails the gate `answered`", async () => {
  await start({
    fault: faultOf({
      adds: { kind: "finish", reason: "length", content: "Here" },
      greets: { kind: "finish", reason: "content_filter", content: null },
      area: { kind: "refusal", text: "I cannot help with that." },
    }),
  });
  const { exitCode, stdout } = await assay(`run agents/small.md --model ${model}`);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/3 of 3 answers fail a required gate/u);
  const failed = { verdicts: { answered: { outcome: "fail" } } };
  expect((await latest()).samples).toMatchObject([
    { case: "add", status: "truncated", answer: { text: "Here" }, ...failed },
    { case: "greet", status: "filtered", answer: { text: "" }, ...failed },
    { case: "area", status: "refused", ...failed },
  ]);
});

test("what the network or the service caused leaves the answers missing", async () => {
  await start({
    fault: faultOf({
      adds: { kind: "status", status: 500, retryAfterMs: 1 },
      greets: { kind: "drop", when: "within" },
      area: { kind: "malformed" },
    }),
  });
  const { exitCode } = await assay(`run agents/small.md --model ${model}`);
  expect(exitCode).toBe(3);
  const { samples, lines } = await latest();
  expect(samples.map(({ status }) => status)).toEqual(Array(3).fill("infrastructure"));
  const causes = lines.flatMap((line) => (line.kind === "outcome" ? [line.cause] : []));
  expect(causes.toSorted()).toEqual(["connection", "malformed-reply", "server-error"]);
});

test("a wrong key ends the run at once, is nowhere printed or stored, and a right one goes on", async () => {
  await start();
  const wrong = "sk-wrong-key-abcdefghij";
  const run = `run agents/small.md --model ${model} --concurrency 1`;
  const failed = await assay(run, { OPENAI_API_KEY: wrong });
  expect(failed).toMatchObject({ exitCode: 2, stdout: "" });
  expect(failed.stderr).toContain(
    "error: The provider refused the key: Incorrect API key provided",
  );
  expect(failed.stderr).toContain("assay run --resume");
  expect(server.requests).toHaveLength(1);
  expect(failed.stderr).not.toContain(wrong);
  for (const text of await everythingWritten()) expect(text).not.toContain(wrong);

  const resumed = await assay("run --resume latest");
  expect(resumed.exitCode).toBe(0);
  expect(server.requests).toHaveLength(4);
  expect((await latest()).samples.map(({ passes }) => passes)).toEqual([true, true, true]);
});

test("what was answered before a run broke off is not asked again", async () => {
  await start({
    fault: () => (server.requests.length > 2 ? { kind: "status", status: 403 } : null),
  });
  const run = `run agents/small.md --model ${model} --concurrency 1`;
  expect((await assay(run)).exitCode).toBe(2);
  expect(server.requests).toHaveLength(3);
  const answered = server.requests.slice(0, 2).map(({ user }) => user);
  await server.close();
  await start();
  expect((await assay("run --resume latest")).exitCode).toBe(0);
  expect(server.requests).toHaveLength(1);
  expect(answered).not.toContain(server.requests[0]?.user);
});

test.each([
  ["no key", model, { OPENAI_API_KEY: "" }, "at OPENAI_API_KEY"],
  ["a setting that is not taken", "openai:gpt-5 --temperature 0.5", {}, "takes no --temperature"],
  ["no such provider", "nonsense:x", {}, 'promptfoo has no provider for "nonsense:x"'],
  ["no package", "openai:codex-sdk", {}, "→ Install it: npm install --save-dev @openai/codex-sdk"],
])("%s: exit 2 before anything is sent or written", async (_, id, env, words) => {
  await start();
  const { exitCode, stdout, stderr } = await assay(`run agents/small.md --model ${id}`, env);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr.toLowerCase()).toContain(words.toLowerCase());
  expect(server.requests).toEqual([]);
  await expect(readdir(path.join(project.folder, "results"))).rejects.toThrow("ENOENT");
});

test("an agent of Anthropic's gets the prompt as its system prompt, the request as the text", async () => {
  await start();
  const sdk = "node_modules/@anthropic-ai/claude-agent-sdk";
  const manifest = {
    name: "@anthropic-ai/claude-agent-sdk",
    version: "0.3.263",
    type: "module",
    main: "sdk.mjs",
  };
  await project.write(`${sdk}/package.json`, JSON.stringify(manifest));
  await project.write(
    `${sdk}/sdk.mjs`,
    `export async function* query({ prompt, options }) {
      const result = JSON.stringify({ prompt, system: options.systemPrompt });
      yield { type: "result", subtype: "success", is_error: false, result, session_id: "s",
        usage: { input_tokens: 5, output_tokens: 7 }, total_cost_usd: 0.25 };
    }\n`,
  );
  const args = "run agents/small.md --model anthropic:claude-agent-sdk --case add";
  const { stderr } = await assay(args, { ANTHROPIC_API_KEY: "sk-ant-0123456789" });
  expect(stderr).toMatch(/^Asking anthropic:claude-agent-sdk: 1 call, .*\n$/u);
  const [sample] = (await latest()).samples;
  expect(JSON.parse(sample?.answer?.text ?? "{}")).toEqual({
    prompt: "Write a function that adds two numbers.",
    system: expect.stringMatching(/^You write small services\./u) as string,
  });
  expect(sample?.answer).toMatchObject({ costUsd: 0.25, usage: { outputTokens: 7 } });
});

async function everythingWritten(): Promise<readonly string[]> {
  const results = path.join(project.folder, "results");
  const files = await readdir(results, { recursive: true, withFileTypes: true });
  return Promise.all(
    files
      .filter((file) => file.isFile())
      .map((file) => readFile(path.join(file.parentPath, file.name), "utf8")),
  );
}
