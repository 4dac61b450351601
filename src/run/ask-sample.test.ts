import { afterEach, expect, test, vi } from "vitest";
import { startFakeAnthropic } from "../../test/fake-anthropic/start-fake-anthropic.ts";
import type { FakeAnthropic, Fault } from "../../test/fake-anthropic/start-fake-anthropic.ts";
import { placeOf } from "../../test/fixtures/example-run.ts";
import { hashText } from "../content-hash.ts";
import { createAnthropicModel, readPrices, type ModelRequest } from "../models/index.ts";
import { defaultSettings, findSpending, type Line } from "../record/index.ts";
import { askSample } from "./ask-sample.ts";
import { createBudget } from "./budget.ts";

const request: ModelRequest = {
  system: "Be brief.",
  user: "Do it.",
  caseId: "first",
  promptVersion: "x",
  promptHash: hashText("Be brief."),
  requestHash: hashText("Do it."),
  repeat: 1,
};

let server: FakeAnthropic;
afterEach(() => server.close());

/** Asks for one sample of which the first request is lost. */
async function ask(
  second: Fault | null,
  {
    append,
    budgetUsd = null,
  }: { readonly append?: (line: Line) => void; readonly budgetUsd?: number | null } = {},
) {
  server = await startFakeAnthropic({
    fault: ({ attempt }) => (attempt === 1 ? { kind: "drop", afterPieces: 0 } : second),
  });
  const lines: Line[] = [];
  const stop = new AbortController();
  const asked = askSample({
    place: placeOf("first", 1),
    model: createAnthropicModel({
      id: "claude-haiku-5-5",
      prices: readPrices(null),
      env: { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url },
      settings: { ...defaultSettings, maxTokens: 100 },
      maxRetries: 1,
    }),
    request,
    budget: createBudget({ budgetUsd, spentUsd: 0 }),
    append(line) {
      append?.(line);
      lines.push(line);
      return Promise.resolve();
    },
    signal: stop.signal,
    isStopped: () => false,
    now: () => Date.UTC(2026, 10, 23),
  });
  return { lines, stop, asked };
}

test("a retry behind a lost request is stored before it is sent, so that both are known to be lost", async () => {
  const { lines, stop, asked } = await ask({ kind: "silent", afterPieces: 0 });
  await vi.waitFor(() => expect(server.requests).toHaveLength(2), 10_000);
  expect(lines).toMatchObject([{ kind: "asked" }, { kind: "asked", attempt: 2 }]);
  stop.abort();
  expect(await asked).toBeNull();
  await server.idle();
  expect(server.account.unfinished).toHaveLength(2);
  expect(findSpending(lines).lostInFlight).toHaveLength(2);
});

test("an answer to a retry settles both requests; the lost one may have been billed", async () => {
  const { lines, asked } = await ask(null);
  expect(await asked).toMatchObject({ kind: "answer", lostAttempts: 1 });
  const { lostInFlight, unknownAtMostUsd } = findSpending(lines);
  expect(lostInFlight).toEqual([]);
  expect(unknownAtMostUsd).toBeGreaterThan(0);
});

test("a retry that cannot be stored is not sent, and the error ends the asking", async () => {
  const { asked } = await ask(null, {
    append(line) {
      if (line.kind === "asked" && line.attempt === 2) throw new Error("the disk is full");
    },
  });
  await expect(asked).rejects.toThrow("the disk is full");
  expect(server.requests).toHaveLength(1);
});

test("a retry that might exceed the budget is not sent", async () => {
  const { asked } = await ask(null, { budgetUsd: 0.0001 });
  expect(await asked).toMatchObject({ status: "over budget", cause: "budget", lostAttempts: 1 });
  expect(server.requests).toHaveLength(1);
});
