import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as readText } from "node:stream/consumers";
import { afterEach, expect, test } from "vitest";
import { hashText } from "../../content-hash.ts";
import { defaultSettings } from "../../record/index.ts";
import { readPrices } from "../prices/index.ts";
import type { ModelRequest } from "../types.ts";
import { createPromptfooModel } from "./promptfoo-model.ts";

const system = "You are {{ terse }}.";
const user = "{% if x %} Write {# an #} endpoint.";
const request: ModelRequest = {
  system,
  user,
  caseId: "endpoint",
  promptVersion: "terse",
  repeat: 1,
  promptHash: hashText(system),
  requestHash: hashText(user),
};
const signal = new AbortController().signal;

let close: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

/** A server that gives the same reply to everything, and remembers what it was sent. */
async function startServer(status: number, reply: unknown) {
  const seen: { readonly path: string; readonly body: unknown }[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse) => {
    const body: unknown = JSON.parse(await readText(incoming));
    seen.push({ path: incoming.url ?? "", body });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(reply));
  };
  const server = createServer((incoming, response) => void handle(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function modelOf(
  id: string,
  env: Readonly<Record<string, string>>,
  sampling = defaultSettings.sampling,
) {
  // promptfoo reads some of them from the process only.
  Object.assign(process.env, env);
  const settings = { ...defaultSettings, maxTokens: 500, sampling };
  return createPromptfooModel({ id, env, settings, prices: readPrices(null), maxRetries: 0 });
}

test("ollama: its chat endpoint, with the length under its own name", async () => {
  const { url, seen } = await startServer(200, {
    model: "llama3:8b",
    message: { role: "assistant", content: "cut", thinking: "Hm." },
    done: true,
    done_reason: "length",
    prompt_eval_count: 12,
    eval_count: 500,
  });
  const model = modelOf("ollama:llama3:8b", { OLLAMA_BASE_URL: url });
  await model.prepare([request]);
  expect(await model.ask(request, { signal })).toMatchObject({
    status: "truncated",
    answer: {
      text: "cut",
      stopReason: "length",
      servedModel: "llama3:8b",
      usage: { inputTokens: 12, outputTokens: 500 },
    },
  });
  expect(seen).toEqual([
    {
      path: "/api/chat",
      body: {
        model: "llama3:8b",
        messages: [
          { role: "system", content: system },
          { role: "user", content: user },
        ],
        options: { num_predict: 500 },
      },
    },
  ]);
});

test("ollama without the model", async () => {
  const { url } = await startServer(404, { error: "model 'nope' not found" });
  const asked = modelOf("ollama:chat:nope", { OLLAMA_BASE_URL: url }).ask(request, { signal });
  await expect(asked).rejects.toEqual(
    expect.objectContaining({
      code: "models/unknown-model",
      message: "The provider does not know ollama:chat:nope: model 'nope' not found",
    }),
  );
});

test("openai: the Responses API, which newer models are asked through", async () => {
  const { url, seen } = await startServer(200, {
    id: "resp_1",
    object: "response",
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
    model: "gpt-5.6-2026-10-01",
    output: [
      {
        type: "message",
        role: "assistant",
        status: "incomplete",
        content: [{ type: "output_text", text: "cut {{ here }}", annotations: [] }],
      },
    ],
    usage: {
      input_tokens: 30,
      output_tokens: 500,
      total_tokens: 530,
      input_tokens_details: { cached_tokens: 10 },
      output_tokens_details: { reasoning_tokens: 7 },
    },
  });
  const model = modelOf("openai:gpt-5.6", {
    OPENAI_BASE_URL: `${url}/v1`,
    OPENAI_API_KEY: "sk-0123456789",
  });
  await model.prepare([request]);
  expect(await model.ask(request, { signal })).toMatchObject({
    status: "truncated",
    answer: {
      text: "cut {{ here }}",
      stopReason: "max_output_tokens",
      servedModel: "gpt-5.6-2026-10-01",
      usage: { inputTokens: 20, outputTokens: 500, cacheReadTokens: 10 },
    },
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]?.path).toBe("/v1/responses");
  expect(seen[0]?.body).toEqual({
    model: "gpt-5.6",
    input: [
      { role: "system", content: system },
      { role: "user", content: user },
    ],
    max_output_tokens: 500,
    text: { format: { type: "text" } },
  });
});

test("google: generateContent, and a filter", async () => {
  const { url, seen } = await startServer(200, {
    candidates: [
      { content: { role: "model", parts: [{ text: "Hi {{ you }}" }] }, finishReason: "MAX_TOKENS" },
    ],
    usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 500, totalTokenCount: 520 },
    modelVersion: "gemini-3-pro-001",
  });
  const model = modelOf("google:gemini-3-pro", {
    GOOGLE_API_KEY: "AIza-0123456789",
    GOOGLE_API_BASE_URL: url,
  });
  await model.prepare([request]);
  expect(await model.ask(request, { signal })).toMatchObject({
    status: "truncated",
    answer: { text: "Hi {{ you }}", stopReason: "MAX_TOKENS", servedModel: "gemini-3-pro-001" },
  });
  expect(seen[0]?.body).toMatchObject({
    generationConfig: { maxOutputTokens: 500 },
    contents: [{ role: "user", parts: [{ text: user }] }],
    system_instruction: { parts: [{ text: system }] },
  });
});

test.each<[string, object, string, string]>([
  ["a blocked prompt", { promptFeedback: { blockReason: "SAFETY" } }, "filtered", "SAFETY"],
  [
    "a blocked answer",
    { candidates: [{ finishReason: "PROHIBITED_CONTENT" }] },
    "filtered",
    "PROHIBITED_CONTENT",
  ],
  [
    "thoughts that used up all tokens",
    { candidates: [{ content: { role: "model" }, finishReason: "MAX_TOKENS" }] },
    "truncated",
    "MAX_TOKENS",
  ],
])(
  "google: %s is an outcome, though promptfoo reports an error",
  async (_, reply, status, reason) => {
    const { url } = await startServer(200, reply);
    const model = modelOf("google:gemini-3-pro", {
      GOOGLE_API_KEY: "AIza-0123456789",
      GOOGLE_API_BASE_URL: url,
    });
    expect(await model.ask(request, { signal })).toMatchObject({
      kind: "answer",
      status,
      answer: { text: "", stopReason: reason },
    });
  },
);

test("azure: a filter in front", async () => {
  const { url } = await startServer(400, {
    error: { message: "The prompt was filtered.", code: "content_filter", status: 400 },
  });
  const model = modelOf("azure:chat:mine", {
    AZURE_API_KEY: "az-0123456789",
    AZURE_API_BASE_URL: url,
  });
  expect(await model.ask(request, { signal })).toMatchObject({
    kind: "answer",
    status: "filtered",
    answer: { text: "", stopReason: "The prompt was filtered." },
  });
});

test("azure: a deployment", async () => {
  const { url, seen } = await startServer(200, {
    model: "gpt-4o-2024-08-06",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hi" } }],
    usage: { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 },
  });
  const model = modelOf("azure:chat:mine", {
    AZURE_API_KEY: "az-0123456789",
    AZURE_API_BASE_URL: url,
  });
  await model.prepare([request]);
  expect(await model.ask(request, { signal })).toMatchObject({
    status: "answered",
    answer: { text: "Hi", servedModel: "gpt-4o-2024-08-06", usage: { inputTokens: 9 } },
  });
  const { body } = seen[0] ?? { body: null };
  expect(body).toMatchObject({
    max_tokens: 500,
    messages: [{ content: system }, { content: user }],
  });
  expect(body).not.toHaveProperty("temperature");
  expect(body).not.toHaveProperty("top_p");
});

test("bedrock: the Converse API, through AWS's own SDK", async () => {
  const { url, seen } = await startServer(200, {
    output: { message: { role: "assistant", content: [{ text: "Hi {{ you }}" }] } },
    stopReason: "max_tokens",
    usage: { inputTokens: 20, outputTokens: 500, totalTokens: 525, cacheReadInputTokens: 5 },
  });
  const model = modelOf("bedrock:us.amazon.nova-lite-v1:0", {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_BEARER_TOKEN_BEDROCK: "bedrock-0123456789",
  });
  await model.prepare([request]);
  expect(seen).toEqual([]);
  expect(await model.ask(request, { signal })).toMatchObject({
    status: "truncated",
    answer: {
      text: "Hi {{ you }}",
      stopReason: "max_tokens",
      usage: { inputTokens: 20, outputTokens: 500, cacheReadTokens: 5 },
    },
  });
  expect(seen).toEqual([
    {
      path: "/model/us.amazon.nova-lite-v1%3A0/converse",
      body: {
        messages: [{ role: "user", content: [{ text: user }] }],
        system: [{ text: system }],
        inferenceConfig: { maxTokens: 500 },
      },
    },
  ]);
});

test("bedrock: what is asked for is sent", async () => {
  const { url, seen } = await startServer(200, {
    output: { message: { role: "assistant", content: [{ text: "Hi" }] } },
    stopReason: "end_turn",
    usage: { inputTokens: 20, outputTokens: 1, totalTokens: 21 },
  });
  const env = {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_BEARER_TOKEN_BEDROCK: "bedrock-0123456789",
  };
  const sampling = { ...defaultSettings.sampling, temperature: 0.5, topP: 0.9 };
  const model = modelOf("bedrock:us.amazon.nova-lite-v1:0", env, sampling);
  await model.prepare([request]);
  expect(await model.ask(request, { signal })).toMatchObject({ status: "answered" });
  expect(seen[0]?.body).toMatchObject({
    inferenceConfig: { maxTokens: 500, temperature: 0.5, topP: 0.9 },
  });
});

test("bedrock: a key that may not", async () => {
  const { url } = await startServer(403, { message: "AccessDeniedException: no access" });
  const model = modelOf("bedrock:us.amazon.nova-lite-v1:0", {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url,
    AWS_BEARER_TOKEN_BEDROCK: "bedrock-0123456789",
  });
  await expect(model.ask(request, { signal })).rejects.toEqual(
    expect.objectContaining({ code: "models/authentication" }),
  );
});
