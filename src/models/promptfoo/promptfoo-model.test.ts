import { afterEach, expect, test } from "vitest";
import type { Fault } from "../../../test/fake-openai/faults.ts";
import {
  startFakeOpenAiServer,
  type FakeOpenAiOptions,
  type FakeOpenAiServer,
} from "../../../test/fake-openai/fake-openai-server.ts";
import { hashText } from "../../content-hash.ts";
import { defaultSettings, type RunRecord } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import { readPrices } from "../prices/index.ts";
import type { ModelRequest } from "../types.ts";
import { createPromptfooModel, type PromptfooOptions } from "./promptfoo-model.ts";

const key = "sk-secret-0123456789";

/** Everything that promptfoo would render or parse, had it the chance. */
const braces = [
  "{{ user.name }} {% unknown %} {# gone? #} ${{ secrets.X }} {{ env.HOME }}",
  "{{ unclosed",
  '[{"role": "user", "content": "not a chat"}]',
  "- role: system",
  'line\r\nend \u2028 \u0000 🧪 ünïcode \\n "quoted" ',
].join("\n");

function requestOf(user: string, system = "You are terse."): ModelRequest {
  return {
    system,
    user,
    caseId: "endpoint",
    promptVersion: "terse",
    promptHash: hashText(system),
    requestHash: hashText(user),
    repeat: 1,
  };
}

const request = requestOf("Write an endpoint.");

let server: FakeOpenAiServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

type Options = Partial<Omit<PromptfooOptions, "settings">> & {
  readonly settings?: Partial<RunRecord["settings"]>;
};

async function start(serverOptions: FakeOpenAiOptions, options: Options = {}) {
  server = await startFakeOpenAiServer(serverOptions);
  return createPromptfooModel({
    id: "openai:chat:gpt-x",
    env: {
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: server.url,
      MISTRAL_API_KEY: key,
      MISTRAL_API_BASE_URL: server.url,
    },
    prices: readPrices(null),
    random: () => 0,
    ...options,
    settings: { ...defaultSettings, ...options.settings },
  });
}

async function ask(serverOptions: FakeOpenAiOptions, options: Options = {}) {
  const model = await start(serverOptions, options);
  return model.ask(request, { signal: new AbortController().signal });
}

test("an answer comes back whole, with usage, the model that served it and its latency", async () => {
  const text = `# Ünïcode 🧪\n\n\`\`\`python\nprint('{{ hi }}')\n\`\`\`\n${braces}`;
  const times = [1_000, 1_000, 3_500];
  const reply = await ask({ answer: () => text }, { now: () => times.shift() ?? 3_500 });
  expect(reply).toEqual({
    kind: "answer",
    status: "answered",
    answer: {
      text,
      source: "live",
      stopReason: "stop",
      servedModel: "gpt-x-2026-11-01",
      usage: {
        inputTokens: 5,
        outputTokens: Math.ceil(text.length / 4),
        cacheReadTokens: 4,
        cacheWriteTokens: 0,
      },
      costUsd: null,
      latencyMs: 2_500,
      answeredAt: "1970-01-01T00:00:03.500Z",
    },
  });
});

test.each([
  ["openai:chat:gpt-x", { max_tokens: 16_000 }],
  ["openai:gpt-5", { max_completion_tokens: 16_000 }],
  ["openai:chat:o3", { max_completion_tokens: 16_000 }],
  ["mistral:mistral-x", { max_tokens: 16_000, random_seed: null }],
])(
  "%s gets prompt and request word for word, and nothing that was not asked for",
  async (id, most) => {
    const system = `System: ${braces}`;
    const model = await start({}, { id });
    await model.ask(requestOf(braces, system), { signal: new AbortController().signal });
    expect(server?.requests.map(({ body }) => body)).toEqual([
      {
        model: id.split(":").at(-1),
        messages: [
          { role: "system", content: system },
          { role: "user", content: braces },
        ],
        ...most,
      },
    ]);
  },
);

test("what is asked for is sent", async () => {
  const sampling = { ...defaultSettings.sampling, temperature: 0.5, topP: 0.9 };
  await ask({}, { settings: { maxTokens: 77, sampling } });
  expect(server?.requests[0]?.body).toMatchObject({ temperature: 0.5, top_p: 0.9, max_tokens: 77 });
  await server?.close();
  const effort = { ...defaultSettings.sampling, effort: "high" as const };
  await ask({}, { id: "openai:gpt-5", settings: { sampling: effort } });
  expect(server?.requests[0]?.body).toMatchObject({ reasoning_effort: "high" });
});

test.each([
  ["openai:gpt-5", { temperature: 0.5 }, "--temperature"],
  ["openai:chat:gpt-x", { effort: "high" as const }, "--effort"],
  ["openai:chat:gpt-x", { thinking: "adaptive" as const }, "--thinking"],
  ["openai:chat:gpt-x", { topK: 3 }, "--top-k"],
  ["exec:./answer.sh", { temperature: 1 }, "--temperature"],
  ["bedrock:us.anthropic.claude-sonnet-5-5", { temperature: 1 }, "--temperature"],
])("%s takes no %j: refused before anything is sent", async (id, sampling, flag) => {
  const settings = { sampling: { ...defaultSettings.sampling, ...sampling } };
  const model = await start({}, { id, settings });
  const refused = expect.objectContaining({
    code: "models/unsupported",
    message: `The model ${id} takes no ${flag} through promptfoo.`,
  });
  await expect(model.prepare([request])).rejects.toEqual(refused);
  expect(server?.requests).toEqual([]);
});

test("preparing sends nothing", async () => {
  const model = await start({});
  await model.prepare([requestOf(braces, braces)]);
  expect(server?.requests).toEqual([]);
});

test.each<[string, Fault, object]>([
  [
    "length",
    { kind: "finish", reason: "length", content: "cut" },
    { status: "truncated", answer: { text: "cut", stopReason: "length" } },
  ],
  [
    "length before any text",
    { kind: "finish", reason: "length", content: null },
    { status: "truncated", answer: { text: "" } },
  ],
  [
    "content_filter",
    { kind: "finish", reason: "content_filter", content: null },
    { status: "filtered", answer: { text: "" } },
  ],
  [
    "a refusal",
    { kind: "refusal", text: "I cannot." },
    { status: "refused", answer: { text: "I cannot." } },
  ],
  [
    "a reason of tomorrow",
    { kind: "finish", reason: "tired", content: "x" },
    { status: "truncated" },
  ],
  [
    "a filter in front",
    { kind: "status", status: 400, code: "content_filter" },
    { status: "filtered", answer: { text: "" } },
  ],
  ["no usage", { kind: "no-usage" }, { status: "answered", answer: { usage: null } }],
])("%s is an answer, as the prompt caused it", async (_, fault, expected) => {
  expect(await ask({ fault: () => fault })).toMatchObject({ kind: "answer", ...expected });
});

test("an answer is kept whose headers say that no further request is left", async () => {
  const headers = { "x-ratelimit-remaining-requests": "0", "x-ratelimit-remaining": "0" };
  const reply = await ask({ fault: () => ({ kind: "headers", headers }) });
  expect(reply).toMatchObject({ kind: "answer", status: "answered" });
  expect(server?.requests).toHaveLength(1);
});

test.each<[string, Fault, string, number]>([
  ["429", { kind: "status", status: 429, retryAfterMs: 1 }, "rate-limit", 2],
  ["500", { kind: "status", status: 500, retryAfterMs: 1 }, "server-error", 2],
  ["503", { kind: "status", status: 503, retryAfterMs: 1 }, "server-error", 2],
  ["529", { kind: "status", status: 529, retryAfterMs: 1 }, "overloaded", 2],
  ["408", { kind: "status", status: 408, retryAfterMs: 1 }, "timeout", 2],
  ["400", { kind: "status", status: 400 }, "rejected-request", 1],
  ["a connection closed before the first byte", { kind: "drop", when: "before" }, "connection", 2],
  ["a connection lost within the reply", { kind: "drop", when: "within" }, "connection", 1],
  ["a reply that is no JSON", { kind: "malformed" }, "malformed-reply", 1],
  ["a reply without an answer", { kind: "empty" }, "malformed-reply", 1],
])("%s is a failure of the infrastructure and no answer", async (_, fault, cause, requests) => {
  const reply = await ask({ fault: () => fault }, { maxRetries: 1 });
  expect(reply).toMatchObject({ kind: "failure", status: "infrastructure", cause });
  expect(server?.requests).toHaveLength(requests);
});

test("what a retry mends is an answer, and the concurrency says what it did", async () => {
  const model = await start({
    fault: ({ attempt }) =>
      attempt <= 2 ? { kind: "status", status: 429, retryAfterMs: 5 } : null,
  });
  const reply = await model.ask(request, { signal: new AbortController().signal });
  expect(reply).toMatchObject({ kind: "answer", status: "answered" });
  expect(server?.requests).toHaveLength(3);
  expect(model.throttling?.()).toMatchObject({ model: "openai:chat:gpt-x", episodes: 2 });
});

test("a wait that the time does not allow for is not begun", async () => {
  const reply = await ask(
    { fault: () => ({ kind: "status", status: 429, retryAfterMs: 60_000 }) },
    { settings: { timeoutMs: 30_000 } },
  );
  expect(reply).toMatchObject({ cause: "rate-limit" });
  expect(server?.requests).toHaveLength(1);
});

test.each<[number, string | undefined, string]>([
  [401, "invalid_api_key", "models/authentication"],
  [403, undefined, "models/authentication"],
  [402, undefined, "models/billing"],
  [429, "insufficient_quota", "models/billing"],
  [404, "model_not_found", "models/unknown-model"],
])("%i %s ends the run: asking on is of no use", async (status, code, expected) => {
  const message = `It is about ${key}, isn't it`;
  const asked = ask({
    fault: () => ({ kind: "status", status, message, ...(code === undefined ? {} : { code }) }),
  });
  const error: unknown = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: expected });
  expect(String(error)).toContain("[key]");
  expect(String(error)).not.toContain(key);
  expect(server?.requests).toHaveLength(1);
});

test("lost requests are counted, and not sent again where the budget says no", async () => {
  const drop = (attempt: number): Fault | null =>
    attempt === 1 ? { kind: "drop", when: "before" } : null;
  const mended = await ask({ fault: ({ attempt }) => drop(attempt) });
  expect(mended).toMatchObject({ kind: "answer", lostAttempts: 1 });
  await server?.close();
  const model = await start({ fault: ({ attempt }) => drop(attempt) });
  const signal = new AbortController().signal;
  const refused = await model.ask(request, { signal, mayRetry: () => Promise.resolve(false) });
  expect(refused).toMatchObject({ kind: "failure", status: "over budget", lostAttempts: 1 });
});

test("nobody listens: a failure that names the reason, and nothing is lost", async () => {
  const model = await start({}, { maxRetries: 0 });
  await server?.close();
  const reply = await model.ask(request, { signal: new AbortController().signal });
  server = undefined;
  expect(reply).toEqual({
    kind: "failure",
    status: "infrastructure",
    cause: "connection",
    reason: expect.stringMatching(
      /^The connection failed: connect ECONNREFUSED 127\.0\.0\.1:\d+$/u,
    ) as string,
  });
});

test("the cost is by the user's prices, else by promptfoo's, else not known", async () => {
  const own = { input: 2, output: 10, cacheRead: 1, cacheWrite5m: null, cacheWrite1h: null };
  const origin = { file: "prices.json", asOf: null, sources: [] };
  const entry = { ...own, upToPromptTokens: null, beyond: null, origin };
  const prices = { batchDiscount: 1, models: new Map([["openai:chat:gpt-x", entry]]) };
  const answer = () => "word".repeat(100);
  // 5 tokens of the request, 4 of the cached prompt, 100 of the answer.
  const dear = await ask({ answer }, { prices });
  expect(dear).toMatchObject({ answer: { costUsd: (5 * 2 + 4 * 1 + 100 * 10) / 1e6 } });
  await server?.close();
  const known = await ask({ answer }, { id: "openai:chat:gpt-4o" });
  expect(known).toMatchObject({ answer: { costUsd: (5 * 2.5 + 4 * 1.25 + 100 * 10) / 1e6 } });
  await server?.close();
  expect(await ask({ answer })).toMatchObject({ answer: { costUsd: null } });
  await server?.close();
  const most = (await start({}, { prices, settings: { maxTokens: 1_000 } })).maxCostUsd?.(request);
  expect(most).toBeGreaterThanOrEqual((32 * 2 + 1_000 * 10) / 1e6);
  expect((await start({})).maxCostUsd?.(request)).toBeNull();
});

test("a request that takes too long is a timeout, an aborted one is as if never asked", async () => {
  const late = await ask({ delayMs: 5_000 }, { settings: { timeoutMs: 50 } });
  expect(late).toMatchObject({ cause: "timeout", lostAttempts: 1 });
  await server?.close();
  const model = await start({ delayMs: 5_000 });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  expect(await model.ask(request, { signal: stop.signal })).toEqual({ kind: "aborted" });
});

test.each(["openai:chat:gpt-x", "mistral:mistral-x"])(
  "repeats of %s that are under way at once are all asked",
  async (id) => {
    const answers = ["one", "two", "three"];
    const model = await start({ answer: () => answers.shift() ?? "none", delayMs: 20 }, { id });
    const signal = new AbortController().signal;
    const replies = await Promise.all([1, 2, 3].map(() => model.ask(request, { signal })));
    const texts = replies.map((reply) => (reply.kind === "answer" ? reply.answer.text : ""));
    expect(texts.toSorted()).toEqual(["one", "three", "two"]);
  },
);

test.each([
  ["openai:chat:gpt-x", "models/no-key", "OPENAI_API_KEY"],
  ["mistral:mistral-large", "models/no-key", "MISTRAL_API_KEY"],
  ["groq:openai/gpt-oss-120b", "models/no-key", "GROQ_API_KEY"],
  ["orcarouter:some/model", "models/no-key", "ORCAROUTER_API_KEY"],
  ["openai:completion:gpt-3.5-turbo-instruct", "models/no-key", "OPENAI_API_KEY"],
])("%s without a key is refused before anything is sent", async (id, code, place) => {
  const model = await start({}, { id, env: {} });
  await expect(model.prepare([request])).rejects.toEqual(expect.objectContaining({ code, place }));
});

test.each([`${key}\n${key}`, "sk-ключ-0123456789"])(
  "a key that no header can carry is refused without printing it",
  async (wrong) => {
    const model = await start({});
    const env = { OPENAI_API_KEY: wrong, OPENAI_BASE_URL: server?.url };
    const strange = createPromptfooModel({
      id: model.id,
      env,
      prices: readPrices(null),
      settings: defaultSettings,
    });
    const error: unknown = await strange.prepare([request]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "models/bad-key" });
    expect(String(error)).not.toContain("sk-");
    expect(server?.requests).toEqual([]);
  },
);

test.each([
  ["nonsense:model", "models/unknown", /^promptfoo has no provider for "nonsense:model"/u],
  ["localai:chat:x", "models/unsupported", /is not told through promptfoo how long/u],
  ["envoy:x", "models/unknown", /Set ENVOY_API_BASE_URL environment variable/u],
  ["openai:codex-sdk", "models/no-package", /@openai\/codex-sdk, which is not installed/u],
  ["anthropic:claude-agent-sdk", "models/no-package", /@anthropic-ai\/claude-agent-sdk/u],
  [
    "openai:completion:gpt-3.5-turbo-instruct",
    "models/no-chat-messages",
    /takes no chat messages/u,
  ],
])("%s cannot be asked: %s", async (id, code, message) => {
  const model = await start({}, { id });
  await expect(model.prepare([request])).rejects.toEqual(
    expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
  );
  expect(server?.requests).toEqual([]);
});
