import { afterEach, expect, test } from "vitest";
import { startFakeAnthropic } from "../../../test/fake-anthropic/start-fake-anthropic.ts";
import type {
  FakeAnthropic,
  FakeOptions,
  Fault,
} from "../../../test/fake-anthropic/start-fake-anthropic.ts";
import { hashText } from "../../content-hash.ts";
import { defaultSettings } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import { readPrices } from "../prices/index.ts";
import type { ModelRequest } from "../types.ts";
import { createAnthropicModel, type AnthropicOptions } from "./anthropic-model.ts";

const key = "sk-ant-secret-0123456789";
const request: ModelRequest = {
  system: "You are terse.",
  user: "Write an endpoint.",
  caseId: "endpoint",
  promptVersion: "terse",
  promptHash: hashText("You are terse."),
  requestHash: hashText("Write an endpoint."),
  repeat: 1,
};

let server: FakeAnthropic | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function ask(
  serverOptions: FakeOptions,
  modelOptions: Partial<Omit<AnthropicOptions, "settings">> & {
    readonly settings?: Partial<AnthropicOptions["settings"]>;
  } = {},
  signal = new AbortController().signal,
) {
  server = await startFakeAnthropic(serverOptions);
  const model = createAnthropicModel({
    id: "claude-haiku-5-5",
    prices: readPrices(null),
    env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: server.url },
    ...modelOptions,
    settings: { ...defaultSettings, ...modelOptions.settings },
  });
  return model.ask(request, { signal });
}

test("an answer comes back whole, with usage, the model that served it and its latency", async () => {
  const text = "# Ünïcode 🧪\n\n```python\nprint('hi')\n```\n".repeat(20);
  const times = [1_000, 3_500];
  const reply = await ask({ answer: () => text }, { now: () => times.shift() ?? 0 });
  expect(reply).toEqual({
    kind: "answer",
    status: "answered",
    answer: {
      text,
      source: "live",
      stopReason: "end_turn",
      servedModel: "claude-haiku-5-5",
      usage: {
        inputTokens: 5,
        outputTokens: Math.ceil(text.length / 4),
        cacheReadTokens: 0,
        cacheWriteTokens: 4,
      },
      // 5 tokens at $0.10, 4 written to the cache at $0.125, 200 at $0.50 a million.
      costUsd: expect.closeTo(0.000101, 12),
      latencyMs: 2_500,
      answeredAt: "1970-01-01T00:00:03.500Z",
    },
  });
});

test("the prompt is sent as a cached block, and nothing that shapes the answer besides", async () => {
  await ask({});
  expect(server?.requests[0]?.body).toEqual({
    model: "claude-haiku-5-5",
    max_tokens: 16_000,
    stream: true,
    system: [{ type: "text", text: "You are terse.", cache_control: { type: "ephemeral" } }],
    messages: [{ role: "user", content: "Write an endpoint." }],
  });
});

test.each([
  ["max_tokens", "truncated"],
  ["model_context_window_exceeded", "truncated"],
  ["refusal", "refused"],
  ["stop_sequence", "answered"],
  ["a-reason-of-tomorrow", "truncated"],
] as const)("stop reason %s is %s", async (reason, status) => {
  const reply = await ask({ fault: () => ({ kind: "stop", reason }) });
  expect(reply).toMatchObject({ kind: "answer", status, answer: { stopReason: reason } });
});

test("another model than the one asked is recorded", async () => {
  const reply = await ask({ fault: () => ({ kind: "other-model", model: "claude-other" }) });
  expect(reply).toMatchObject({ kind: "answer", answer: { servedModel: "claude-other" } });
});

test.each<[string, Fault, string]>([
  ["429", { kind: "status", status: 429, retryAfterMs: 1 }, "rate-limit"],
  ["500", { kind: "status", status: 500, retryAfterMs: 1 }, "server-error"],
  ["529", { kind: "status", status: 529, retryAfterMs: 1 }, "overloaded"],
  ["400", { kind: "status", status: 400 }, "rejected-request"],
  ["a connection closed before the first byte", { kind: "drop", afterPieces: 0 }, "connection"],
  ["a connection lost in mid-stream", { kind: "drop", afterPieces: 3 }, "connection"],
  ["a stream that ends too early", { kind: "cut", afterPieces: 3 }, "malformed-reply"],
  ["a stream that ends before any text", { kind: "cut", afterPieces: 0 }, "malformed-reply"],
  ["an error event", { kind: "error-event", type: "overloaded_error" }, "overloaded"],
  ["an event that is no JSON", { kind: "malformed" }, "malformed-reply"],
])("%s is a failure of the infrastructure and no answer", async (_, fault, cause) => {
  const answer = () => "word ".repeat(100);
  const reply = await ask({ answer, fault: () => fault }, { maxRetries: 1 });
  expect(reply).toMatchObject({ kind: "failure", status: "infrastructure", cause });
});

test("what a retry mends is an answer", async () => {
  const fault = ({ attempt }: { readonly attempt: number }): Fault | null =>
    attempt <= 2 ? { kind: "status", status: 529, retryAfterMs: 1 } : null;
  expect(await ask({ fault })).toMatchObject({ kind: "answer", status: "answered" });
  expect(server?.countOf(request.user)).toBe(3);
});

test.each([401, 403, 404])("%i ends the run: asking on is of no use", async (status) => {
  const asked = ask({ fault: () => ({ kind: "status", status }) });
  await expect(asked).rejects.toBeInstanceOf(UserError);
  expect(server?.requests).toHaveLength(1);
});

test("nobody listens: a failure that names the reason and not the key", async () => {
  const reply = await ask(
    {},
    {
      env: { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: "http://127.0.0.1:9" },
      maxRetries: 0,
    },
  );
  expect(reply).toMatchObject({ kind: "failure", cause: "connection" });
  expect(JSON.stringify(reply)).not.toContain(key);
});

test("a request that takes too long is a timeout, an aborted one is as if never asked", async () => {
  expect(await ask({ delayMs: 5_000 }, { settings: { timeoutMs: 50 } })).toMatchObject({
    cause: "timeout",
  });
  await server?.close();
  const stop = new AbortController();
  const asked = ask({ delayMs: 5_000 }, {}, stop.signal);
  setTimeout(() => stop.abort(), 50);
  expect(await asked).toEqual({ kind: "aborted" });
});

test.each([
  ["none", undefined],
  ["an empty one", " "],
  ["one with a line end inside", `${key}\n${key}`],
  ["one that no header can carry", "sk-ant-ключ"],
])("%s as a key is refused before anything is asked, without printing it", async (_, wrong) => {
  const model = createAnthropicModel({
    id: "claude-haiku-5-5",
    prices: readPrices(null),
    env: { ANTHROPIC_API_KEY: wrong },
    settings: defaultSettings,
  });
  const error: unknown = await model.prepare([request]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(String(error)).not.toContain("sk-ant");
});
