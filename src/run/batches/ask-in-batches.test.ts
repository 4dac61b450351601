import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startFakeAnthropic } from "../../../test/fake-anthropic/start-fake-anthropic.ts";
import type {
  FakeAnthropic,
  FakeOptions,
} from "../../../test/fake-anthropic/start-fake-anthropic.ts";
import { exampleRun } from "../../../test/fixtures/example-run.ts";
import { hashText } from "../../content-hash.ts";
import { costOf, createAnthropicModel, readPrices } from "../../models/index.ts";
import { readRun, sampleKey, type BatchLine, type RunRecord } from "../../record/index.ts";
import type { PromptVersion } from "../prompt-version.ts";
import { resumeRun, startRun, type ResumeOptions, type StartOptions } from "../start-run.ts";

const example = exampleRun();
const run: RunRecord = { ...example, settings: { ...example.settings, batch: true } };
const prices = readPrices(null);
const prompt: PromptVersion = {
  name: "x",
  path: "agents/x.md",
  systemPrompt: "Be brief.",
  promptHash: hashText("Be brief."),
};
const grade = () => Promise.resolve({});

let folder = "";
let server: FakeAnthropic;
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), "assay-batches-")), "run");
});
afterEach(async () => {
  await server.close();
  await rm(path.dirname(folder), { recursive: true });
});

async function serve(options: FakeOptions = {}): Promise<void> {
  server = await startFakeAnthropic(options);
}

const modelOf = () =>
  createAnthropicModel({
    id: "claude-haiku-5-5",
    prices,
    env: { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url },
    settings: run.settings,
    maxRetries: 2,
  });

const control = { signal: new AbortController().signal, now: Date.now };

const start = (change: Partial<StartOptions> = {}) =>
  startRun({
    run,
    folder,
    promptVersions: [prompt],
    models: [modelOf()],
    grade,
    ...control,
    ...change,
  });

const resume = (change: Partial<ResumeOptions> = {}) =>
  resumeRun({
    folder,
    resolveParts: () =>
      Promise.resolve({
        promptVersions: [prompt],
        models: [modelOf()],
        grade,
        checksHash: "checks-1",
      }),
    ...control,
    ...change,
  });

async function batchLines(): Promise<readonly BatchLine[]> {
  const { lines } = await readRun(folder);
  return lines.filter((line) => line.kind === "batch");
}

const creations = () => server.calls.filter(({ route }) => route === "batches.create").length;

test("all samples of a model go in one batch, and are billed at half the price", async () => {
  await serve({ batches: { pollsUntilEnd: 2 } });
  const states: string[] = [];
  const { run: finished, samples } = await start({
    onBatch: ({ ended, total }) => states.push(`${ended}/${total}`),
  });
  expect(finished.status).toBe("incomplete");
  expect(samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
  expect(samples.map(({ answer }) => answer?.text)).toEqual(
    run.plan.map(({ case: id }) => expect.stringContaining(`Do the ${id}.`)),
  );
  expect(creations()).toBe(1);
  expect(server.requests).toHaveLength(0);
  expect(states.at(-1)).toBe("4/4");
  const costs = server.account.whole.map(({ usage, isBatch }) => {
    expect(isBatch).toBe(true);
    return costOf(usage, "claude-haiku-5-5", prices, { batch: true });
  });
  const byValue = (a: number, b: number) => a - b;
  expect(samples.map(({ answer }) => answer?.costUsd ?? 0).toSorted(byValue)).toEqual(
    costs.map((cost) => cost ?? 0).toSorted(byValue),
  );
});

test("that it will be submitted is on disk before it is", async () => {
  let before: readonly BatchLine[] = [];
  let read: Promise<void> = Promise.resolve();
  await serve({
    routeFault: ({ route }) => {
      if (route === "batches.create") {
        read = (async () => {
          before = await batchLines();
        })();
      }
      return null;
    },
  });
  await start();
  await read;
  expect(before.length).toBeGreaterThanOrEqual(1);
  expect(before[0]).toMatchObject({ id: null, samples: run.plan.map(sampleKey) });
  const [intent, submitted] = await batchLines();
  expect(submitted).toMatchObject({
    batch: intent?.batch,
    id: expect.stringMatching(/^msgbatch_/u),
  });
});

test("expired and errored entries are missing, and --retry-errors asks them one by one", async () => {
  const ends = ["succeeded", "errored", "expired", "canceled"] as const;
  await serve({
    batches: { entry: ({ customId }) => ends[Number(customId.split("-")[1])] ?? "succeeded" },
  });
  const { samples } = await start();
  expect(samples.map(({ status }) => status)).toEqual([
    "answered",
    "infrastructure",
    "infrastructure",
    "infrastructure",
  ]);
  const retried = await resume({ wanted: "failures", individually: true });
  expect(retried.samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
  expect(creations()).toBe(1);
  expect(server.requests).toHaveLength(3);
});

test.each(["drop-after", "drop-within"] as const)(
  "a submission whose reply is lost (%s) is found again and not repeated",
  async (kind) => {
    await serve({
      routeFault: ({ route, attempt }) =>
        route === "batches.create" && attempt === 1 ? { kind } : null,
    });
    const { samples } = await start();
    expect(samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
    expect(server.batches()).toHaveLength(1);
    expect(creations()).toBe(1);
  },
);

test.each([
  [{ kind: "drop" }],
  [{ kind: "status", status: 500 }],
  [{ kind: "status", status: 529 }],
  [{ kind: "status", status: 429 }],
] as const)("a submission that was not taken (%j) is repeated", async (fault) => {
  await serve({
    routeFault: ({ route, attempt }) =>
      route === "batches.create" && attempt === 1 ? fault : null,
  });
  const { samples } = await start();
  expect(samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
  expect(server.batches()).toHaveLength(1);
});

test("a stop leaves the batch to itself; a resumed run picks it up and submits nothing", async () => {
  await serve({ batches: { msUntilEnd: 700 } });
  const stop = new AbortController();
  const stopped = await start({ signal: stop.signal, onBatch: () => stop.abort() });
  expect(stopped.run.status).toBe("interrupted");
  const resumed = await resume();
  expect(resumed.samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
  expect(creations()).toBe(1);
});

test("a kill between submission and id: the orphan is found among batches of the same size", async () => {
  await serve({ batches: { msUntilEnd: 300 } });
  // What a process left that was killed when the API had the batch, and the file had not.
  let isKilled = false;
  await expect(
    start({
      makeName: () => "mine",
      onBatch: () => {
        isKilled = true;
        throw new Error("killed");
      },
    } as Partial<StartOptions>),
  ).rejects.toThrow("killed");
  expect(isKilled).toBe(true);
  const { readFile, writeFile } = await import("node:fs/promises");
  const file = path.join(folder, "samples.jsonl");
  const [intent] = (await readFile(file, "utf8")).split("\n");
  await writeFile(file, `${intent}\n`);
  // Somebody else's batch of the same size.
  await fetch(`${server.url}/v1/messages/batches`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-api-key": "sk-ant-test",
      "anthropic-version": "2023-06-01",
    },
    body: JSON.stringify({
      requests: run.plan.map((_, index) => ({
        custom_id: `other-${index}`,
        params: {
          model: "claude-haiku-5-5",
          max_tokens: 10,
          messages: [{ role: "user", content: "Other." }],
        },
      })),
    }),
  });
  const before = creations();
  const resumed = await resume();
  expect(resumed.samples.map(({ answer }) => answer?.text)).toEqual(
    run.plan.map(({ case: id }) => expect.stringContaining(`Do the ${id}.`)),
  );
  expect(creations()).toBe(before);
});

test("an intent that the API never took is submitted by the resumed run", async () => {
  await serve();
  const stop = new AbortController();
  stop.abort();
  await start({ signal: stop.signal });
  const { appendFile } = await import("node:fs/promises");
  const line: BatchLine = {
    kind: "batch",
    batch: "never",
    id: null,
    model: "claude-haiku-5-5",
    samples: run.plan.map(sampleKey),
    at: new Date().toISOString(),
    maxCostUsd: null,
  };
  await appendFile(path.join(folder, "samples.jsonl"), `${JSON.stringify(line)}\n`);
  const resumed = await resume();
  expect(resumed.samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
  expect(creations()).toBe(1);
});

test("only what the budget allows is submitted; more of it with a higher one", async () => {
  await serve();
  const batches = modelOf().batches;
  const most =
    batches?.maxCostUsd({
      system: "Be brief.",
      user: "Do the first.",
      caseId: "",
      promptVersion: "x",
      promptHash: "",
      requestHash: "",
      repeat: 1,
    }) ?? 0;
  const budgetUsd = most * 2.5;
  const partial = await start({ run: { ...run, settings: { ...run.settings, budgetUsd } } });
  const statuses = partial.samples.map(({ status }) => status);
  expect(statuses).toContain("answered");
  expect(partial.run.status).toBe("incomplete");
  const spent = partial.samples.reduce((sum, { answer }) => sum + (answer?.costUsd ?? 0), 0);
  expect(spent).toBeLessThanOrEqual(budgetUsd);
  const whole = await resume({ settings: { budgetUsd: 5 } });
  expect(whole.samples.map(({ status }) => status)).toEqual(run.plan.map(() => "answered"));
});

test("a batch that the API no longer has leaves its samples missing, at their most", async () => {
  await serve({
    routeFault: ({ route }) =>
      route === "batches.retrieve" ? { kind: "status", status: 404 } : null,
  });
  const { samples } = await start();
  expect(samples.map(({ failure }) => failure?.cause)).toEqual(run.plan.map(() => "batch-expired"));
});

test("results that break off are read again; nothing is stored twice", async () => {
  await serve({
    routeFault: ({ route, attempt }) =>
      route === "batches.results" && attempt <= 4 ? { kind: "drop-within" } : null,
  });
  await start();
  const { lines } = await readRun(folder);
  expect(lines.filter(({ kind }) => kind === "answer")).toHaveLength(run.plan.length);
});
