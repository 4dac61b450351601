import { afterEach, expect, test } from "vitest";
import {
  startFakeAnthropic,
  type FakeAnthropic,
  type FakeOptions,
} from "../../../test/fake-anthropic/start-fake-anthropic.ts";
import { hashText } from "../../content-hash.ts";
import { boundTokens } from "../prices/index.ts";
import type { ModelRequest } from "../types.ts";
import { countPrompts } from "./count-prompts.ts";
import { measureInput } from "./measure-input.ts";

const model = { id: "claude-haiku-5-5", kind: "anthropic" } as const;

function requestOf(system: string, user: string, repeat = 1): ModelRequest {
  return {
    system,
    user,
    caseId: user,
    promptVersion: system,
    promptHash: hashText(system),
    requestHash: hashText(user),
    repeat,
  };
}

let server: FakeAnthropic | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function measure(requests: readonly ModelRequest[], options: FakeOptions = {}) {
  server = await startFakeAnthropic(options);
  const env = { ANTHROPIC_API_KEY: "sk-ant-test", ANTHROPIC_BASE_URL: server.url };
  return measureInput(requests, model, env);
}

test("each distinct prompt is counted once, and by nothing but the token count", async () => {
  const system = "s".repeat(300);
  const requests = ["u".repeat(100), "v".repeat(20)].flatMap((user) =>
    [1, 2, 3].map((repeat) => requestOf(system, user, repeat)),
  );
  // The server counts four characters a token.
  expect(await measure(requests)).toEqual({
    each: [
      ...Array.from({ length: 3 }, () => ({ total: 100, system: 75, most: 100 })),
      ...Array.from({ length: 3 }, () => ({ total: 80, system: 75, most: 80 })),
    ],
    total: 540,
    basis: "counted",
    words: "counted by the API",
  });
  expect(server?.calls).toHaveLength(2);
  expect(server?.requests).toHaveLength(0);
});

test("of many prompts 200 are counted, and the others go by their length", async () => {
  const requests = Array.from({ length: 300 }, (_, index) =>
    requestOf("system", `${"x".repeat(396)}${String(index).padStart(4, "0")}`),
  );
  const { each, total, basis, words } = await measure(requests);
  expect({ basis, words }).toEqual({
    basis: "extrapolated",
    words: "200 of 300 prompts counted by the API, the others by their length",
  });
  expect(server?.calls).toHaveLength(200);
  expect(total).toBe(300 * 102);
  const bound = boundTokens("system") + boundTokens(requests[0]?.user ?? "");
  expect(each.filter(({ most }) => most === 102)).toHaveLength(200);
  expect(each.filter(({ most }) => most === bound)).toHaveLength(100);
});

test("not more than eight are counted at a time", async () => {
  let underWay = 0;
  let most = 0;
  const requests = Array.from({ length: 40 }, (_, index) => requestOf("s", String(index)));
  const counted = await countPrompts(requests, async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay -= 1;
    return 1;
  });
  expect(counted.size).toBe(40);
  expect(most).toBe(8);
});

test.each<[string, FakeOptions]>([
  ["an error", { routeFault: () => ({ kind: "status", status: 400 }) }],
  ["a lost connection", { routeFault: () => ({ kind: "drop" }) }],
  [
    "one that fails late",
    { routeFault: ({ attempt }) => (attempt > 3 ? { kind: "status", status: 403 } : null) },
  ],
  ["a wrong key", { keys: ["another"] }],
])("%s: all are estimated, and that is said", async (_, options) => {
  const requests = Array.from({ length: 5 }, (_unused, index) => requestOf("s", String(index)));
  const measured = await measure(requests, options);
  expect(measured).toMatchObject({
    total: 50,
    basis: "estimated",
    words: "estimated by their length, as the API could not count them",
  });
});

test("without a key, and for other providers, they are estimated", async () => {
  const requests = [requestOf("s".repeat(350), "u".repeat(35))];
  expect(await measureInput(requests, model, {})).toEqual({
    each: [{ total: 118, system: 107, most: 449 }],
    total: 118,
    basis: "estimated",
    words: "estimated by their length, as there is no key to count them with",
  });
  const other = { id: "openai:gpt-x", kind: "promptfoo" } as const;
  expect(await measureInput(requests, other, {})).toMatchObject({
    total: 118,
    words: "estimated by their length",
  });
});
