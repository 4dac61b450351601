import Anthropic from "@anthropic-ai/sdk";
import { afterEach, expect, test } from "vitest";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type FakeOptions,
} from "./start-fake-anthropic.ts";

let server: FakeAnthropic;
afterEach(() => server.close());

async function connect(options: FakeOptions = {}, apiKey = "sk-ant-test"): Promise<Anthropic> {
  server = await startFakeAnthropic(options);
  return new Anthropic({ apiKey, baseURL: server.url, maxRetries: 0, logLevel: "off" });
}

const hello = {
  model: "claude-haiku-5-5",
  max_tokens: 100,
  messages: [{ role: "user" as const, content: "Hello there!" }],
};
const cached = (text: string) => [
  { type: "text" as const, text, cache_control: { type: "ephemeral" as const } },
];

test("a message is the same with and without streaming", async () => {
  const client = await connect({ answer: () => "word ".repeat(50) });
  const whole = await client.messages.create(hello);
  const streamed = await client.messages.stream(hello).finalMessage();
  expect(whole.content).toEqual([{ type: "text", text: "word ".repeat(50), citations: null }]);
  expect(streamed.content).toMatchObject([{ type: "text", text: "word ".repeat(50) }]);
  expect(streamed.usage).toEqual(whole.usage);
  expect(whole).toMatchObject({
    model: "claude-haiku-5-5",
    stop_reason: "end_turn",
    usage: { input_tokens: 3, output_tokens: 63, service_tier: "standard" },
  });
});

test("the first request with a marked prompt writes the cache, later ones read it", async () => {
  const client = await connect({ answer: () => "Yes." });
  const ask = async (model: string, system: string) => {
    const { usage } = await client.messages.create({ ...hello, model, system: cached(system) });
    return [usage.input_tokens, usage.cache_creation_input_tokens, usage.cache_read_input_tokens];
  };
  expect(await ask("claude-haiku-5-5", "You are terse.")).toEqual([3, 4, 0]);
  expect(await ask("claude-haiku-5-5", "You are terse.")).toEqual([3, 0, 4]);
  expect(await ask("claude-sonnet-5-5", "You are terse.")).toEqual([3, 4, 0]);
  expect(await ask("claude-haiku-5-5", "You are chatty.")).toEqual([3, 4, 0]);
  await client.messages.create({ ...hello, system: "You are terse." });
  expect(server.account.billed()).toEqual({
    inputTokens: 4 * 3 + 7,
    outputTokens: 5,
    cacheReadTokens: 4,
    cacheWriteTokens: 12,
  });
});

test("an answer longer than max_tokens is cut there", async () => {
  const client = await connect({ answer: () => "x".repeat(401) });
  const { stop_reason, usage, content } = await client.messages.create(hello);
  expect(stop_reason).toBe("max_tokens");
  expect(usage.output_tokens).toBe(100);
  expect(content).toMatchObject([{ text: "x".repeat(400) }]);
});

test("thinking comes before the text and is billed", async () => {
  const client = await connect({ answer: () => "Yes." });
  const thinking = { type: "adaptive" as const };
  const message = await client.messages.stream({ ...hello, thinking }).finalMessage();
  expect(message.content.map(({ type }) => type)).toEqual(["thinking", "text"]);
  expect(message.usage).toMatchObject({
    output_tokens: 5,
    output_tokens_details: { thinking_tokens: 4 },
  });
});

test("the token count is what a message is billed as input", async () => {
  const client = await connect();
  const { max_tokens: _, ...asked } = hello;
  const count = await client.messages.countTokens({ ...asked, system: cached("You are terse.") });
  expect(count).toEqual({ input_tokens: 7 });
  expect(server.account.whole).toEqual([]);
});

test("models are listed page by page and found by their id", async () => {
  const client = await connect({ models: ["claude-own-1"] });
  const ids: string[] = [];
  for await (const model of client.models.list({ limit: 2 })) ids.push(model.id);
  expect(ids).toContain("claude-haiku-5-5");
  expect(ids).toContain("claude-own-1");
  expect(new Set(ids).size).toBe(ids.length);
  expect(server.calls.length).toBe(Math.ceil(ids.length / 2));
  expect(await client.models.retrieve("claude-sonnet-5-5")).toMatchObject({ max_tokens: 128_000 });
  await expect(client.models.retrieve("claude-none")).rejects.toMatchObject({ status: 404 });
});

test.each<[string, object, number, string]>([
  ["a field that it does not know", { budget: 1 }, 400, "budget: Extra inputs are not permitted"],
  ["no max_tokens", { max_tokens: undefined }, 400, "max_tokens"],
  ["more max_tokens than the model has", { max_tokens: 128_001 }, 400, "128001 > 128000"],
  ["no message", { messages: [] }, 400, "at least one message is required"],
  ["an empty text", { messages: [{ role: "user", content: "" }] }, 400, "messages.0.content"],
  [
    "sampling settings for a model that takes none",
    { model: "claude-sonnet-5-5", temperature: 0 },
    400,
    "`temperature` is deprecated for this model.",
  ],
  [
    "a budget of thinking for an adaptive model",
    { thinking: { type: "enabled", budget_tokens: 1024 }, max_tokens: 2000 },
    400,
    "thinking.type.enabled",
  ],
  [
    "no thinking for a model that always thinks",
    { model: "claude-opus-5-5", thinking: { type: "disabled" } },
    400,
    "thinking.type.disabled",
  ],
  [
    "a budget of thinking above max_tokens",
    { model: "claude-haiku-4-5", thinking: { type: "enabled", budget_tokens: 1024 } },
    400,
    "must be greater than",
  ],
  ["an unknown effort", { output_config: { effort: "some" } }, 400, "output_config.effort"],
  ["a model that does not exist", { model: "claude-none" }, 404, "model: claude-none"],
])("%s is rejected and bills nothing", async (_, change, status, words) => {
  const client = await connect();
  const rejected = client.messages.stream({ ...hello, ...change }).finalMessage();
  await expect(rejected).rejects.toMatchObject({
    status,
    apiMessage: expect.stringContaining(words),
  });
  expect(server.account.refused(status)).toBe(1);
  expect(server.account.whole).toEqual([]);
});

test("what a model takes is accepted", async () => {
  const client = await connect();
  // Of sampling settings the SDK no longer knows; it passes them on.
  const sampled = { ...hello, model: "claude-haiku-4-5", temperature: 0.5 };
  await client.messages.create(sampled);
  await client.messages.create({ ...hello, output_config: { effort: "low" } });
  expect(server.account.whole).toHaveLength(2);
});

test("a key and the version of the protocol are asked for", async () => {
  const client = await connect({ keys: ["sk-ant-right"] }, "sk-ant-wrong");
  await expect(client.messages.create(hello)).rejects.toMatchObject({ status: 401 });
  const post = (headers: Record<string, string>) =>
    fetch(`${server.url}/v1/messages`, { method: "POST", headers, body: JSON.stringify(hello) });
  expect((await post({})).status).toBe(401);
  const key = { "x-api-key": "sk-ant-right" };
  const noVersion = await post(key);
  expect(noVersion.status).toBe(400);
  expect(await noVersion.json()).toMatchObject({
    type: "error",
    error: { type: "invalid_request_error", message: "anthropic-version: header is required" },
  });
  const version = { "anthropic-version": "2023-06-01" };
  expect((await post({ ...key, ...version })).status).toBe(200);
  const noJson = { method: "POST", headers: { ...key, ...version }, body: "{" };
  expect((await fetch(`${server.url}/v1/messages`, noJson)).status).toBe(400);
  expect((await fetch(`${server.url}/v2`, { headers: { ...key, ...version } })).status).toBe(404);
});

test("the most messages at a time are counted, together and by model", async () => {
  const client = await connect({ delayMs: 100 });
  const ask = (model: string) => client.messages.stream({ ...hello, model }).finalMessage();
  await Promise.all(["claude-haiku-5-5", "claude-haiku-5-5", "claude-sonnet-5-5"].map(ask));
  await ask("claude-opus-5-5");
  expect(server.account.mostUnderWay()).toBe(3);
  expect(server.account.mostUnderWay("claude-haiku-5-5")).toBe(2);
  expect(server.account.mostUnderWay("claude-opus-5-5")).toBe(1);
  expect(server.account.mostUnderWay("claude-none")).toBe(0);
});
