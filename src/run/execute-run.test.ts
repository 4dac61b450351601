import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFakeAnthropic } from "../../test/fake-anthropic/start-fake-anthropic.ts";
import type { FakeAnthropic, FakeOptions } from "../../test/fake-anthropic/start-fake-anthropic.ts";
import { exampleRun } from "../../test/fixtures/example-run.ts";
import { hashText } from "../content-hash.ts";
import { createAnthropicModel, readPrices, type Model } from "../models/index.ts";
import { defaultSettings, readRun, type RunRecord, type Verdict } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import type { Progress } from "./execute-run.ts";
import type { Grade } from "./grade.ts";
import type { PromptVersion } from "./prompt-version.ts";
import { resumeRun, startRun, type ResumeOptions, type StartOptions } from "./start-run.ts";

const run = exampleRun();
const prompt: PromptVersion = {
  name: "x",
  path: "agents/x.md",
  systemPrompt: "Be brief.",
  promptHash: hashText("Be brief."),
};
const verdict = (outcome: Verdict["outcome"]): Verdict => ({
  outcome,
  score: null,
  reason: "as told",
  evidence: [],
});
const gradeAll =
  (outcome: Verdict["outcome"]): Grade =>
  ({ gates }) =>
    Promise.resolve(Object.fromEntries(gates.map(({ id }) => [id, verdict(outcome)])));

let folder = "";
let server: FakeAnthropic;
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), "assay-execute-")), "run");
});
afterEach(async () => {
  await server.close();
  await rm(path.dirname(folder), { recursive: true });
});

async function serve(options: FakeOptions = {}): Promise<Model> {
  server = await startFakeAnthropic(options);
  return createAnthropicModel({
    id: "claude-haiku-5-5",
    prices: readPrices(null),
    env: { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url },
    settings: { ...defaultSettings, maxTokens: 1_000 },
    maxRetries: 0,
  });
}

const start = (model: Model, change: Partial<StartOptions> = {}) =>
  startRun({
    run,
    folder,
    promptVersions: [prompt],
    models: [model],
    grade: gradeAll("pass"),
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 10, 23),
    ...change,
  });

const resume = (model: Model, change: Partial<ResumeOptions> = {}, checksHash = "checks-1") =>
  resumeRun({
    folder,
    resolveParts: () =>
      Promise.resolve({
        promptVersions: [prompt],
        models: [model],
        grade: gradeAll("pass"),
        checksHash,
      }),
    signal: new AbortController().signal,
    now: () => Date.UTC(2026, 10, 23),
    ...change,
  });

const statuses = ({ samples }: Awaited<ReturnType<typeof start>>) =>
  samples.map(({ status }) => status);

test("every sample is asked once, stored, graded and reported; what is returned is what is stored", async () => {
  const progress: Progress[] = [];
  const executed = await start(await serve(), { onProgress: (step) => progress.push(step) });
  expect(executed.run).toMatchObject({
    status: "complete",
    finishedAt: "2026-11-23T00:00:00.000Z",
  });
  expect(executed.samples.map(({ passes }) => passes)).toEqual([true, true, true, true]);
  expect(progress.map(({ done, total }) => `${done}/${total}`)).toEqual([
    "1/4",
    "2/4",
    "3/4",
    "4/4",
  ]);
  expect(server.requests).toHaveLength(4);
  const stored = await readRun(folder);
  expect(stored.run).toEqual(executed.run);
  expect(stored.samples).toEqual(executed.samples);
});

test("an answer is on disk before it is graded", async () => {
  const seen: boolean[] = [];
  const grade: Grade = async (task) => {
    const { lines } = await readRun(folder);
    seen.push(lines.some((line) => line.kind === "answer" && line.answer.text === task.text));
    return gradeAll("pass")(task);
  };
  await start(await serve(), { grade });
  expect(seen).toEqual([true, true, true, true]);
});

test("a stop starts nothing new, keeps what is under way, and the run can go on", async () => {
  const stop = new AbortController();
  const model = await serve({
    fault: () => {
      stop.abort();
      return null;
    },
  });
  const stopped = await start(model, { signal: stop.signal });
  expect(stopped.run.status).toBe("interrupted");
  const asked = server.requests.length;
  expect(asked).toBeLessThanOrEqual(run.settings.concurrency);
  expect(statuses(stopped).filter((status) => status === "answered")).toHaveLength(asked);
  const resumed = await resume(model);
  expect(resumed.run.status).toBe("complete");
  expect(server.requests).toHaveLength(4);
});

test("giving up cuts what is under way: it is pending, not failed", async () => {
  const giveUp = new AbortController();
  const model = await serve({
    delayMs: 5_000,
    fault: () => {
      setTimeout(() => giveUp.abort(), 20);
      return null;
    },
  });
  const stopped = await start(model, { abortSignal: giveUp.signal });
  expect(stopped.run.status).toBe("interrupted");
  expect(statuses(stopped)).toEqual(["pending", "pending", "pending", "pending"]);
});

test("failures of the infrastructure are stored as such; they are asked again only when told to", async () => {
  let isBroken = true;
  const model = await serve({
    fault: ({ user }) =>
      isBroken && user === "Do the second." ? { kind: "status", status: 529 } : null,
  });
  const started = await start(model);
  expect(statuses(started)).toEqual(["answered", "answered", "infrastructure", "infrastructure"]);
  expect(started.run.status).toBe("incomplete");
  isBroken = false;
  expect((await resume(model)).run.status).toBe("incomplete");
  expect(server.requests).toHaveLength(4);
  const retried = await resume(model, { wanted: "failures" });
  expect(statuses(retried)).toEqual(["answered", "answered", "answered", "answered"]);
  expect(retried.run.status).toBe("complete");
  expect(server.requests).toHaveLength(6);
  expect((await readRun(folder)).samples).toEqual(retried.samples);
});

test("a refused key ends the run at once, with what was stored kept", async () => {
  const model = await serve({
    fault: ({ user, attempt }) =>
      user === "Do the first." && attempt === 2 ? { kind: "status", status: 401 } : null,
  });
  const one: RunRecord = { ...run, settings: { ...run.settings, concurrency: 1 } };
  await expect(start(model, { run: one })).rejects.toMatchObject({ code: "models/authentication" });
  expect(server.requests).toHaveLength(2);
  const { samples, run: stored } = await readRun(folder);
  expect(stored.status).toBe("interrupted");
  expect(samples.map(({ status }) => status)).toEqual([
    "answered",
    "pending",
    "pending",
    "pending",
  ]);
});

test("truncated answers are graded and fail; a reply that never came is no answer", async () => {
  const executed = await start(
    await serve({ fault: () => ({ kind: "stop", reason: "max_tokens" }) }),
  );
  expect(executed.samples.map(({ status, passes }) => `${status} ${passes}`)).toEqual(
    Array.from({ length: 4 }, () => "truncated false"),
  );
  expect(executed.run.status).toBe("complete");
});

test("a grader that breaks or forgets a gate is an error, not a failed answer", async () => {
  const broken: Grade = ({ caseId }) =>
    caseId === "first" ? Promise.reject(new Error("broken")) : Promise.resolve({});
  const { samples, run: executed } = await start(await serve(), { grade: broken });
  expect(samples.map(({ verdicts }) => verdicts?.["tests"]?.outcome)).toEqual(
    Array.from({ length: 4 }, () => "error"),
  );
  expect(samples[0]?.verdicts?.["tests"]?.reason).toContain("broken");
  expect(samples.every(({ passes, missing }) => passes === null && missing !== null)).toBe(true);
  expect(executed.status).toBe("incomplete");
});

test("a grader that names something to mend ends the run; resuming grades without asking", async () => {
  const model = await serve();
  const error = new UserError("checks/broken", "The check is broken.");
  const mended = start(model, { grade: () => Promise.reject(error) });
  await expect(mended).rejects.toBe(error);
  const { samples } = await readRun(folder);
  const answered = samples.filter(({ answer }) => answer !== null).length;
  expect(answered).toBeGreaterThan(0);
  const resumed = await resume(model);
  expect(resumed.run.status).toBe("complete");
  expect((await readRun(folder)).lines.filter(({ kind }) => kind === "answer")).toHaveLength(4);
});

test("with other checks everything is graded again, and the old verdicts stay", async () => {
  const model = await serve();
  await start(model, { grade: gradeAll("fail") });
  const resumed = await resume(model, {}, "checks-2");
  expect(server.requests).toHaveLength(4);
  expect(resumed.samples.every(({ passes }) => passes === true)).toBe(true);
  const { lines, run: stored } = await readRun(folder);
  expect(lines.filter(({ kind }) => kind === "verdicts")).toHaveLength(8);
  expect(stored.gradings.map(({ grading, checksHash }) => `${grading} ${checksHash}`)).toEqual([
    "1 checks-1",
    "2 checks-2",
  ]);
});

test("a run whose prompt has changed is not resumed", async () => {
  const model = await serve();
  await start(model, { signal: AbortSignal.abort() });
  const changed = { ...prompt, systemPrompt: "Be long.", promptHash: hashText("Be long.") };
  const resolveParts = () =>
    Promise.resolve({
      promptVersions: [changed],
      models: [model],
      grade: gradeAll("pass"),
      checksHash: "checks-1",
    });
  await expect(resume(model, { resolveParts })).rejects.toMatchObject({
    code: "run/prompt-changed",
    place: "agents/x.md",
  });
  expect((await resume(model)).run.status).toBe("complete");
});

test("a model that lacks something is found before the run's folder is made", async () => {
  await serve();
  const model = createAnthropicModel({
    id: "claude-haiku-5-5",
    prices: readPrices(null),
    env: {},
    settings: defaultSettings,
  });
  await expect(start(model)).rejects.toMatchObject({ code: "models/no-key" });
  await expect(readRun(folder)).rejects.toMatchObject({ code: "record/no-run" });
});

test("no more requests are under way than the concurrency allows", async () => {
  let underWay = 0;
  let most = 0;
  const inner = await serve({ delayMs: 10 });
  const model: Model = {
    ...inner,
    async ask(request, options) {
      underWay += 1;
      most = Math.max(most, underWay);
      const reply = await inner.ask(request, options);
      underWay -= 1;
      return reply;
    },
  };
  await start(model);
  expect(most).toBe(2);
});
