import { afterEach, expect, test } from "vitest";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type RouteFault,
} from "../../../../test/fake-anthropic/start-fake-anthropic.ts";
import { hashText } from "../../../content-hash.ts";
import { defaultSettings } from "../../../record/index.ts";
import { readPrices } from "../../prices/index.ts";
import { connect } from "../connect.ts";
import { submitBatch } from "./submit-batch.ts";

let server: FakeAnthropic;
afterEach(() => server.close());

async function submit(faults: readonly RouteFault[]) {
  server = await startFakeAnthropic({
    batches: { pollsUntilEnd: 0 },
    routeFault: ({ route, attempt }) =>
      route === "batches.create" ? (faults[attempt - 1] ?? null) : null,
  });
  const env = { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url };
  const request = {
    system: "Be brief.",
    user: "Do it.",
    caseId: "first",
    promptVersion: "x",
    promptHash: hashText("Be brief."),
    requestHash: hashText("Do it."),
    repeat: 1,
  };
  return submitBatch(
    {
      id: "claude-haiku-5-5",
      settings: defaultSettings,
      prices: readPrices(null),
      env,
      connect: () => connect({ env, maxRetries: 0, timeoutMs: 60_000 }),
      polling: () => ({ wait: () => Promise.resolve() }),
    },
    {
      requests: [{ customId: "mine-0", request }],
      intent: { name: "mine", count: 1, at: new Date().toISOString(), otherIds: [] },
      signal: new AbortController().signal,
    },
  );
}

const dropped: RouteFault = { kind: "drop" };

test("a batch whose submission is lost for the last time is looked for before it counts as failed", async () => {
  const submission = await submit([
    ...Array.from({ length: 5 }, () => dropped),
    { kind: "drop-after" },
  ]);
  expect(server.batches()).toHaveLength(1);
  expect(submission).toEqual({ kind: "submitted", id: server.batches()[0]?.id });
});

test("a batch that the API never takes is a failure, and is not there", async () => {
  const submission = await submit(Array.from({ length: 6 }, () => dropped));
  expect(server.batches()).toEqual([]);
  expect(submission).toMatchObject({ kind: "failure", cause: "connection" });
});

test("a batch that the API rejects is not submitted again", async () => {
  const submission = await submit([{ kind: "status", status: 400 }]);
  expect(submission).toMatchObject({ kind: "failure", cause: "rejected-request" });
  expect(server.calls).toHaveLength(1);
});
