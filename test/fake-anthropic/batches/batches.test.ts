import Anthropic from "@anthropic-ai/sdk";
import { afterEach, expect, test } from "vitest";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type FakeOptions,
  type RouteFault,
} from "../start-fake-anthropic.ts";

let server: FakeAnthropic;
afterEach(() => server.close());

async function connect(options: FakeOptions = {}): Promise<Anthropic> {
  server = await startFakeAnthropic(options);
  const client = { baseURL: server.url, maxRetries: 0, logLevel: "off" } as const;
  return new Anthropic({ apiKey: "sk-ant-test", ...client });
}

const requestOf = (custom_id: string, change: object = {}) => ({
  custom_id,
  params: {
    model: "claude-haiku-5-5",
    max_tokens: 100,
    messages: [{ role: "user" as const, content: `Request ${custom_id}` }],
    ...change,
  },
});
const names = Array.from({ length: 20 }, (_, index) => `r-${index}`);

async function resultsOf(client: Anthropic, id: string) {
  const results = [];
  for await (const result of await client.messages.batches.results(id)) results.push(result);
  return results;
}

test("a batch is in progress, then ends, and its results come in another order", async () => {
  const client = await connect({ batches: { pollsUntilEnd: 2, seed: 7 } });
  const { batches } = client.messages;
  const created = await batches.create({ requests: names.map((name) => requestOf(name)) });
  expect(created).toMatchObject({ processing_status: "in_progress", results_url: null });
  expect(created.request_counts.processing).toBe(20);
  const polled = [];
  for (let poll = 0; poll < 3; poll += 1) {
    polled.push((await batches.retrieve(created.id)).processing_status);
  }
  expect(polled).toEqual(["in_progress", "in_progress", "ended"]);
  const results = await resultsOf(client, created.id);
  const ids = results.map(({ custom_id }) => custom_id);
  expect(ids).not.toEqual(names);
  expect(ids.toSorted()).toEqual(names.toSorted());
  expect(results[0]?.result).toMatchObject({
    type: "succeeded",
    message: {
      content: [{ text: `Answer to: Request ${ids[0]}` }],
      usage: { service_tier: "batch" },
    },
  });
  expect(server.account.whole).toHaveLength(20);
  expect(server.account.whole.every(({ isBatch }) => isBatch)).toBe(true);
  expect((await batches.retrieve(created.id)).request_counts).toMatchObject({ succeeded: 20 });
});

test("entries end as told; those with bad parameters are errored, and only answers are billed", async () => {
  const ends = { a: "succeeded", b: "errored", c: "expired", d: "canceled" } as const;
  const client = await connect({
    batches: {
      pollsUntilEnd: 0,
      entry: ({ customId }) => ends[customId as keyof typeof ends] ?? "succeeded",
    },
  });
  const { id } = await client.messages.batches.create({
    requests: [
      ...["a", "b", "c", "d"].map((name) => requestOf(name)),
      requestOf("e", { max_tokens: 0 }),
      requestOf("f", { temperature: 0, model: "claude-sonnet-5-5" }),
      requestOf("g", { model: "claude-none" }),
    ],
  });
  const results = await resultsOf(client, id);
  const types = Object.fromEntries(
    results.map(({ custom_id, result }) => [custom_id, result.type]),
  );
  expect(types).toEqual({
    a: "succeeded",
    b: "errored",
    c: "expired",
    d: "canceled",
    e: "errored",
    f: "errored",
    g: "errored",
  });
  expect(server.account.whole.map(({ user }) => user)).toEqual(["Request a"]);
});

test("a batch that is canceled ends with what it has", async () => {
  const client = await connect({ batches: { pollsUntilEnd: 99 } });
  const { batches } = client.messages;
  const { id } = await batches.create({ requests: [requestOf("a")] });
  expect((await batches.cancel(id)).processing_status).toBe("canceling");
  expect(await batches.retrieve(id)).toMatchObject({
    processing_status: "ended",
    request_counts: { canceled: 1 },
  });
  expect(server.account.whole).toEqual([]);
});

test("batches are listed page by page, the newest first", async () => {
  const client = await connect();
  const { batches } = client.messages;
  const created: string[] = [];
  for (const name of names.slice(0, 5)) {
    created.push((await batches.create({ requests: [requestOf(name)] })).id);
  }
  const listed: string[] = [];
  for await (const batch of batches.list({ limit: 2 })) listed.push(batch.id);
  expect(listed).toEqual(created.toReversed());
  const page = await batches.list({ limit: 2, before_id: created[0]! });
  expect(page.data.map(({ id }) => id)).toEqual([created[2], created[1]]);
  expect(page).toMatchObject({ has_more: true, first_id: created[2], last_id: created[1] });
  expect(await batches.list({ after_id: created[0]! })).toMatchObject({
    data: [],
    has_more: false,
    first_id: null,
  });
});

test.each([
  ["a custom id with a slash", ["a/b"]],
  ["a custom id of 65 characters", ["a".repeat(65)]],
  ["an empty custom id", [""]],
  ["a custom id twice", ["a", "a"]],
  ["no request", []],
])("%s is rejected", async (_, ids) => {
  const client = await connect();
  const requests = ids.map((id) => requestOf(id));
  await expect(client.messages.batches.create({ requests })).rejects.toMatchObject({ status: 400 });
  expect(server.batches()).toEqual([]);
});

test("results of a batch that goes on, and batches that do not exist, are not found", async () => {
  const client = await connect({ batches: { pollsUntilEnd: 99 } });
  const { id } = await client.messages.batches.create({ requests: [requestOf("a")] });
  const headers = { "x-api-key": "k", "anthropic-version": "2023-06-01" };
  const results = await fetch(`${server.url}/v1/messages/batches/${id}/results`, { headers });
  expect(results.status).toBe(404);
  await expect(client.messages.batches.retrieve("none")).rejects.toMatchObject({ status: 404 });
});

test.each<[RouteFault, number]>([
  [{ kind: "drop" }, 0],
  [{ kind: "status", status: 529 }, 0],
  [{ kind: "drop-after" }, 1],
  [{ kind: "drop-within" }, 1],
])("submitting fails with %j: %i batches are there nevertheless", async (fault, count) => {
  const client = await connect({
    routeFault: ({ route }) => (route === "batches.create" ? fault : null),
  });
  const created = client.messages.batches.create({ requests: [requestOf("a")] });
  await expect(created).rejects.toThrow();
  expect(server.batches()).toHaveLength(count);
});

test("results that break off can be fetched again", async () => {
  const client = await connect({
    batches: { pollsUntilEnd: 0 },
    routeFault: ({ route, attempt }) =>
      route === "batches.results" && attempt === 1 ? { kind: "drop-within" } : null,
  });
  const requests = names.map((name) => requestOf(name));
  const { id } = await client.messages.batches.create({ requests });
  await expect(resultsOf(client, id)).rejects.toThrow();
  expect(await resultsOf(client, id)).toHaveLength(20);
  expect(server.account.whole).toHaveLength(20);
});
