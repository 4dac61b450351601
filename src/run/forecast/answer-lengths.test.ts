import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashText } from "../../content-hash.ts";
import { findAnswerLengths } from "./answer-lengths.ts";

let suiteFolder = "";
beforeEach(async () => {
  suiteFolder = await mkdtemp(path.join(tmpdir(), "assay-lengths-"));
  await mkdir(path.join(suiteFolder, "recordings"));
});
afterEach(() => rm(suiteFolder, { recursive: true }));

interface Recorded {
  readonly case: string;
  readonly prompt: string;
  /** null: only the text is known, of 700 bytes. */
  readonly outputTokens: number | null;
}

async function record(answers: readonly Recorded[]): Promise<void> {
  const folder = path.join(suiteFolder, "recordings");
  const sets = [...Map.groupBy(answers, ({ prompt }) => prompt)].map(([prompt, own]) => ({
    promptVersion: prompt,
    promptHash: hashText(prompt),
    provenance: {
      sampledFrom: "2026-11-22",
      sampledTo: "2026-11-22",
      how: "By hand.",
      model: null,
      note: "For tests.",
    },
    answers: own.map((answer) => ({
      case: answer.case,
      repeat: 1,
      file: `${prompt}-${answer.case}.md`,
      requestHash: hashText(answer.case),
      answerHash: hashText("x".repeat(700)),
      status: "answered",
      stopReason: null,
      usage:
        answer.outputTokens === null
          ? null
          : {
              inputTokens: 1,
              outputTokens: answer.outputTokens,
              cacheReadTokens: 0,
              cacheWriteTokens: 0,
            },
      latencyMs: null,
    })),
  }));
  for (const { prompt, case: id } of answers) {
    await writeFile(path.join(folder, `${prompt}-${id}.md`), "x".repeat(700));
  }
  await writeFile(path.join(folder, "recordings.json"), JSON.stringify({ schemaVersion: 1, sets }));
}

const find = (earlier: Parameters<typeof findAnswerLengths>[0]["earlier"] = []) =>
  findAnswerLengths({ earlier, suiteFolder, promptHashes: [hashText("mine")] });

const earlierOf = (id: string, outputTokens: number | null) => ({
  case: id,
  outputTokens,
  latencyMs: null,
});

test("earlier answers come first, case by case, and by all cases where one has none", async () => {
  await record([{ case: "a", prompt: "mine", outputTokens: 5 }]);
  const lengths = await find([
    earlierOf("a", 100),
    earlierOf("a", 300),
    earlierOf("b", 800),
    earlierOf("b", null),
  ]);
  expect(lengths?.basis).toBe("if answers are as long as 3 earlier ones of this model");
  expect(["a", "b", "c"].map((id) => lengths?.ofCase(id))).toEqual([200, 800, 400]);
});

test("then recordings: those of the same prompt, and their counted tokens", async () => {
  await record([
    { case: "a", prompt: "mine", outputTokens: 50 },
    { case: "a", prompt: "other", outputTokens: 5_000 },
  ]);
  const lengths = await find([earlierOf("a", null)]);
  expect(lengths?.basis).toBe("if answers are as long as the recorded one");
  expect(lengths?.ofCase("a")).toBe(50);
});

test("or any, by their text", async () => {
  await record([
    { case: "a", prompt: "other", outputTokens: null },
    { case: "b", prompt: "other", outputTokens: 400 },
  ]);
  const lengths = await find();
  expect(lengths?.basis).toBe(
    "if answers are as long as the 2 recorded ones, estimated from their text, without thinking",
  );
  expect(["a", "b", "c"].map((id) => lengths?.ofCase(id))).toEqual([200, 400, 300]);
});

test("without any there is nothing to go by, nor in a damaged manifest", async () => {
  expect(await find()).toBeNull();
  await writeFile(path.join(suiteFolder, "recordings", "recordings.json"), "{");
  expect(await find()).toBeNull();
});
