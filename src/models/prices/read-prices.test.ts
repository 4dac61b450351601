import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UserError } from "../../user-error.ts";
import { costOf } from "./cost-of.ts";
import { readPrices } from "./read-prices.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assay-prices-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function write(text: string): Promise<string> {
  const file = path.join(folder, "prices.json");
  await writeFile(file, text);
  return file;
}

test("the built-in prices are dated, and have their sources", () => {
  const { models, batchDiscount } = readPrices(null);
  expect(batchDiscount).toBe(0.5);
  expect(models.get("claude-sonnet-5-5")).toMatchObject({
    input: 2,
    cacheRead: 0.1,
    origin: { file: null, asOf: "2026-11-23" },
  });
  expect(models.get("claude-sonnet-5-5")?.origin.sources).toHaveLength(3);
  expect(models.get("claude-fable-5-1")?.cacheRead).toBeNull();
});

test("a user's file replaces and adds the models that it names, and no other", async () => {
  const file = await write(
    JSON.stringify({
      asOf: "2026-12-01",
      sources: ["our contract"],
      models: {
        "claude-sonnet-5-5": { input: 1, output: 5 },
        "openai:gpt-x": { input: 0.5, output: 2, cacheRead: 0 },
      },
    }),
  );
  const { models, batchDiscount } = readPrices(file);
  expect(batchDiscount).toBe(0.5);
  expect(models.get("openai:gpt-x")).toMatchObject({ input: 0.5, cacheRead: 0 });
  // Replaced as a whole: no built-in cache price beside a contract's input price.
  expect(models.get("claude-sonnet-5-5")).toMatchObject({
    input: 1,
    cacheRead: null,
    origin: { file, asOf: "2026-12-01", sources: ["our contract"] },
  });
  expect(models.get("claude-opus-5-5")).toEqual(readPrices(null).models.get("claude-opus-5-5"));
});

test("the file's discount of a batch holds", async () => {
  const file = await write('{"batchDiscount": 0.25, "models": {}}');
  const used = { inputTokens: 1e6, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
  expect(costOf(used, "claude-sonnet-5-5", readPrices(file), { batch: true })).toBe(0.5);
});

test.each([
  ['{\n\t"models": {\n\t\t"a": {"input": "3", "output": 1}}}', 3, /models\.a\.input/u],
  ['{"models": {\n"a": {"input": 3}}}', 2, /models\.a\.output/u],
  ['{"models": {"a": {\n"input": -1, "output": 1}}}', 2, /models\.a\.input/u],
  ['{"models": {"a": {"input": 1, "output": 1,\n"cachRead": 1}}}', 2, /cachRead/u],
  ['{"models": {"a": {"input": 1, "output": 1},\n"a": {"input": 2, "output": 1}}}', 2, /twice/u],
  ['{\n"prices": {}}', 1, /models/u],
  ['{"models":\n{,}}', 2, /no JSON/u],
  ['{"models": {\n"a"', 2, /no JSON/u],
  ["", 1, /no JSON/u],
  ["[]", 1, /expected object/u],
  ['{"batchDiscount": 2,\n"models": {}}', 1, /batchDiscount/u],
  ['{"models": {},\n"asOf": "yesterday"}', 2, /asOf/u],
])("%j is refused at its line", async (text, line, message) => {
  const file = await write(text);
  const error = thrownBy(() => readPrices(file));
  expect(error).toMatchObject({ code: "prices/broken", place: `${file}:${line}`, exitCode: 2 });
  expect(error.message).toMatch(message);
});

test("a file that is not there, a folder and a binary are refused", async () => {
  const missing = path.join(folder, "missing.json");
  expect(thrownBy(() => readPrices(missing))).toMatchObject({
    place: missing,
    message: "The price file cannot be read: there is none here.",
  });
  const sub = path.join(folder, "sub");
  await mkdir(sub);
  expect(thrownBy(() => readPrices(sub)).message).toMatch(/it is a folder/u);
  const binary = path.join(folder, "binary.json");
  await writeFile(binary, Buffer.from([0xff, 0xfe]));
  expect(thrownBy(() => readPrices(binary)).message).toMatch(/not UTF-8/u);
});

function thrownBy(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
