import Anthropic from "@anthropic-ai/sdk";
import { afterEach, expect, test, vi } from "vitest";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type FakeOptions,
  type Fault,
} from "./start-fake-anthropic.ts";

let server: FakeAnthropic;
afterEach(() => server.close());

async function connect(options: FakeOptions, maxRetries = 0): Promise<Anthropic> {
  server = await startFakeAnthropic({ answer: () => "word ".repeat(40), ...options });
  return new Anthropic({ apiKey: "sk-ant-test", baseURL: server.url, maxRetries, logLevel: "off" });
}

const hello = {
  model: "claude-haiku-5-5",
  max_tokens: 1000,
  messages: [{ role: "user" as const, content: "Hello there!" }],
};

test.each([400, 401, 402, 403, 404, 408, 413, 429, 500, 529])(
  "status %i is an error of the API with its headers, and bills nothing",
  async (status) => {
    const client = await connect({
      fault: () => ({ kind: "status", status, retryAfterMs: 7, retryAfterSeconds: 2 }),
    });
    const error: unknown = await client.messages.create(hello).catch((thrown: unknown) => thrown);
    if (!(error instanceof Anthropic.APIError)) throw error;
    expect(error.status).toBe(status);
    expect(error.headers?.get("retry-after")).toBe("2");
    expect(error.headers?.get("retry-after-ms")).toBe("7");
    expect(error.requestID).toBe("req_fake_000001");
    expect(server.account.refused(status)).toBe(1);
    expect(server.account.whole).toEqual([]);
    expect(server.account.unfinished).toEqual([]);
  },
);

const broken: readonly [string, Fault][] = [
  ["dropped before the first byte", { kind: "drop", afterPieces: 0 }],
  ["dropped in mid-stream", { kind: "drop", afterPieces: 2 }],
  ["cut in good order", { kind: "cut", afterPieces: 2 }],
  ["ended by an error event", { kind: "error-event", type: "overloaded_error" }],
  ["ended by an early error event", { kind: "error-event", type: "api_error", afterPieces: 1 }],
  ["malformed", { kind: "malformed", afterPieces: 1 }],
];

test.each(broken)("a stream that is %s is no answer, and may be billed", async (_, fault) => {
  const client = await connect({ fault: () => fault });
  const texts: string[] = [];
  const stream = client.messages.stream(hello).on("text", (text) => texts.push(text));
  const result = await stream.finalMessage().catch((error: unknown) => error);
  const isWhole = !(result instanceof Error) && (result as Anthropic.Message).stop_reason !== null;
  expect(isWhole).toBe(false);
  // All of the answer's five pieces where the fault names none. A lost connection may take with it
  // what the client has not read yet.
  const pieces = "afterPieces" in fault ? (fault.afterPieces ?? 5) : 5;
  if (fault.kind === "drop") expect(texts.length).toBeLessThanOrEqual(pieces);
  else expect(texts).toHaveLength(pieces);
  await server.idle();
  expect(server.answered).toEqual([]);
  expect(server.account.whole).toEqual([]);
  expect(server.account.unfinished).toMatchObject([
    { usage: { inputTokens: 3, outputTokens: 50 } },
  ]);
});

test.each(broken)("without streaming, a message %s is no answer either", async (_, fault) => {
  const client = await connect({ fault: () => fault });
  await expect(client.messages.create(hello)).rejects.toThrow();
  await server.idle();
  expect(server.account.whole).toEqual([]);
  expect(server.account.unfinished).toHaveLength(1);
});

test.each([0, 2])(
  "a connection goes silent after %i pieces until somebody closes it",
  async (afterPieces) => {
    const client = await connect({ fault: () => ({ kind: "silent", afterPieces }) });
    const texts: string[] = [];
    const stop = new AbortController();
    const stream = client.messages.stream(hello, { signal: stop.signal });
    stream.on("text", (text) => texts.push(text));
    const asked = expect(stream.finalMessage()).rejects.toThrow();
    await vi.waitFor(() =>
      expect([server.requests.length, texts.length]).toEqual([1, afterPieces]),
    );
    stop.abort();
    await asked;
    await server.idle();
    expect(server.account.unfinished).toHaveLength(1);
  },
);

test("an answer comes as slowly as told, byte by byte, and is whole", async () => {
  const bytesPerSecond = 20_000;
  const client = await connect({ fault: () => ({ kind: "slow", bytesPerSecond }) });
  const startedAt = performance.now();
  const message = await client.messages.stream(hello).finalMessage();
  // It cannot be quicker than its bytes at the pace: more than 2,000.
  expect(performance.now() - startedAt).toBeGreaterThan(50);
  expect(message.content).toMatchObject([{ text: "word ".repeat(40) }]);
  expect(server.account.whole).toHaveLength(1);
});

test("a client that leaves before the end leaves a message that may be billed", async () => {
  const client = await connect({ fault: () => ({ kind: "slow", bytesPerSecond: 1 }) });
  const stop = new AbortController();
  const stream = client.messages.stream(hello, { signal: stop.signal });
  const asked = expect(stream.finalMessage()).rejects.toThrow();
  await vi.waitFor(() => expect(server.requests).toHaveLength(1));
  stop.abort();
  await asked;
  await server.idle();
  expect(server.account.unfinished).toHaveLength(1);
});

test("stop reasons and other models are as told", async () => {
  const faults: Fault[] = [
    { kind: "stop", reason: "refusal" },
    { kind: "stop", reason: "max_tokens" },
    { kind: "other-model", model: "claude-other" },
  ];
  const client = await connect({ fault: ({ attempt }) => faults[attempt - 1] ?? null });
  const ask = () => client.messages.stream(hello).finalMessage();
  expect(await ask()).toMatchObject({ stop_reason: "refusal", stop_details: { type: "refusal" } });
  expect(await ask()).toMatchObject({ stop_reason: "max_tokens", stop_details: null });
  expect(await ask()).toMatchObject({ stop_reason: "end_turn", model: "claude-other" });
  expect(server.account.whole).toHaveLength(3);
});

test("faults go by the attempt: what the client tries again is answered", async () => {
  const client = await connect(
    {
      fault: ({ attempt }) =>
        attempt < 3 ? { kind: "status", status: 529, retryAfterMs: 1 } : null,
    },
    2,
  );
  await client.messages.create(hello);
  expect(server.countOf("Hello there!")).toBe(3);
  expect(server.account.refused(529)).toBe(2);
  expect(server.answered).toEqual(["Hello there!"]);
});
