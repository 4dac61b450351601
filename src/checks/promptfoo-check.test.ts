import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assembleAnswer, buildProgram } from "../answer/index.ts";
import type { PriceTable } from "../models/index.ts";
import { loadPromptfooCheck } from "./promptfoo-check.ts";

const price = { input: 1, output: 4, cacheWrite5m: 1, cacheWrite1h: 1, cacheRead: 0.5 };
const origin = { file: null, asOf: null, sources: [] };
const prices: PriceTable = {
  batchDiscount: 0.5,
  models: new Map([
    ["openai:chat:judge", { ...price, upToPromptTokens: null, beyond: null, origin }],
  ]),
};

/** What the judge says to the next request; null: the server fails; undefined: it is silent. */
let reply: string | null | undefined = null;
let server: Server | undefined;
let url = "";
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assay-judge-"));
  process.env["PROMPTFOO_CONFIG_DIR"] = folder;
  process.env["PROMPTFOO_CACHE_ENABLED"] = "false";
  const judge = createServer((_, response) => {
    if (reply === undefined) return;
    response.writeHead(reply === null ? 400 : 200, { "content-type": "application/json" });
    response.end(
      JSON.stringify(
        reply === null
          ? { error: { message: "No such luck.", type: "invalid_request_error" } }
          : {
              model: "judge",
              choices: [{ message: { role: "assistant", content: reply }, finish_reason: "stop" }],
              usage: {
                prompt_tokens: 1_000,
                completion_tokens: 50,
                total_tokens: 1_050,
                prompt_tokens_details: { cached_tokens: 400 },
              },
            },
      ),
    );
  });
  await new Promise<void>((resolve) => judge.listen(0, "127.0.0.1", resolve));
  server = judge;
  url = `http://127.0.0.1:${(judge.address() as AddressInfo).port}/v1`;
});

afterAll(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  await rm(folder, { recursive: true });
});

async function decide(says: string | null | undefined, judgeLimitMs = 50_000) {
  reply = says;
  const check = await loadPromptfooCheck(
    {
      type: "llm-rubric",
      value: "It is polite.",
      provider: {
        id: "openai:chat:judge",
        config: { apiBaseUrl: url, apiKey: "none" },
      },
    },
    prices,
    { judgeLimitMs },
  );
  const answer = assembleAnswer("Good day, sir.");
  return check.decide({ answer, program: buildProgram(answer), request: null, status: null });
}

const usage = {
  inputTokens: 600,
  outputTokens: 50,
  cacheReadTokens: 400,
  cacheWriteTokens: 0,
};

test("a judge's verdict says which model gave it, and what that cost", async () => {
  const verdict = await decide('{"pass": true, "score": 0.9, "reason": "A greeting."}');
  expect(verdict).toMatchObject({
    outcome: "pass",
    score: 0.9,
    reason: "llm-rubric: A greeting.",
    judge: { model: "openai:chat:judge", usage },
  });
  // 600 x $1 + 400 x $0.50 + 50 x $4 a million
  expect(verdict.judge?.costUsd).toBeCloseTo(0.001, 12);
});

test("a judge without a verdict is no fault of the answer's, and is paid for", async () => {
  const verdict = await decide("I would rather not say.");
  expect(verdict).toMatchObject({
    outcome: "error",
    score: null,
    reason: expect.stringMatching(/^llm-rubric: the judge failed: /u) as string,
    judge: { model: "openai:chat:judge", usage },
  });
});

test("nor is a judge that takes too long, which may be billed all the same", async () => {
  expect(await decide(undefined, 300)).toMatchObject({
    outcome: "error",
    reason: "llm-rubric: the judge failed: no reply within 0.3 s",
    judge: { model: "openai:chat:judge", usage: null, costUsd: null },
  });
});

test("nor is a judge that cannot be asked, of which it is not known what it cost", async () => {
  expect(await decide(null)).toMatchObject({
    outcome: "error",
    judge: { model: "openai:chat:judge", usage: null, costUsd: null },
  });
});

test.each([
  [{ type: "contains", value: "{{ user.name }}" }, "pass", [4]],
  [{ type: "contains", value: "{{ user.email }}" }, "fail", []],
  [{ type: "icontains", value: "HERE IT" }, "pass", [1]],
  [{ type: "is-json" }, "fail", []],
])("promptfoo's %j takes its value word for word: %s", async (assertion, outcome, lines) => {
  const answer = assembleAnswer("Here it is.\n\n```python\nprint('{{ user.name }}')\n```\n");
  const check = await loadPromptfooCheck(assertion, prices);
  const verdict = await check.decide({
    answer,
    program: buildProgram(answer),
    request: null,
    status: null,
  });
  expect(verdict).toMatchObject({ outcome, score: outcome === "pass" ? 1 : 0 });
  expect(verdict.evidence.map(({ line }) => line)).toEqual(lines);
});
