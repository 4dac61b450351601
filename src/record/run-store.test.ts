import { spawn } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { answerLine, exampleRun, verdictsLine } from "../../test/fixtures/example-run.ts";
import { isRunLocked } from "./run-lock.ts";
import { readRun } from "./read-run.ts";
import { sampleKey } from "./run-schema.ts";
import { createRun, reopenRun } from "./run-store.ts";

const run = exampleRun();
const [first = "", second = "", third = ""] = run.plan.map(sampleKey);
const locked = { code: "record/locked" };

const temporary: string[] = [];
afterEach(async () => {
  for (const folder of temporary.splice(0)) await rm(folder, { recursive: true });
});

async function emptyFolder(): Promise<string> {
  const parent = await mkdtemp(path.join(tmpdir(), "assay-store-"));
  temporary.push(parent);
  return path.join(parent, "results", run.id);
}

const samplesOf = (folder: string) => readFile(path.join(folder, "samples.jsonl"), "utf8");

test("what was appended is read back, and closing leaves nothing but the run", async () => {
  const folder = await emptyFolder();
  const store = await createRun(folder, run);
  const lines = [answerLine(first), verdictsLine(first, { tests: "pass" }), answerLine(second)];
  await Promise.all(lines.map((line, index) => store.append(line, { durable: index !== 1 })));
  await store.saveRun({ ...run, status: "interrupted" });
  await store.close();
  const loaded = await readRun(folder);
  expect(loaded.lines).toEqual(lines);
  expect(loaded.run.status).toBe("interrupted");
  expect((await readdir(folder)).toSorted()).toEqual(["run.json", "samples.jsonl"]);
});

test("a thousand lines at once arrive whole and in order", async () => {
  const folder = await emptyFolder();
  const store = await createRun(folder, run);
  const texts = Array.from({ length: 1_000 }, (_, index) => `${index} ${"ü".repeat(index)}`);
  const outcomes = texts.map((reason) => ({
    kind: "outcome" as const,
    sample: first,
    status: "infrastructure" as const,
    cause: "timeout" as const,
    reason,
    at: run.startedAt,
  }));
  await Promise.all(outcomes.map((line) => store.append(line, { durable: true })));
  await store.close();
  expect((await readRun(folder)).lines).toEqual(outcomes);
});

test("a torn line is cut off before anything is appended, a whole one gets its line end", async () => {
  const folder = await emptyFolder();
  await (await createRun(folder, run)).close();
  const whole = JSON.stringify(answerLine(first));
  const file = path.join(folder, "samples.jsonl");
  await appendFile(file, `${whole}\n${JSON.stringify(answerLine(second)).slice(0, -9)}`);

  const reopened = await reopenRun(folder);
  expect(reopened.loaded.warnings).toHaveLength(1);
  await reopened.store.append(answerLine(third), { durable: true });
  await reopened.store.close();
  expect(await samplesOf(folder)).toBe(`${whole}\n${JSON.stringify(answerLine(third))}\n`);

  await writeFile(file, whole);
  const again = await reopenRun(folder);
  expect(again.loaded.lines).toEqual([answerLine(first)]);
  await again.store.append(answerLine(second), { durable: false });
  await again.store.close();
  expect(await samplesOf(folder)).toBe(`${whole}\n${JSON.stringify(answerLine(second))}\n`);
});

test("a second writer is refused until the first one closes", async () => {
  const folder = await emptyFolder();
  const store = await createRun(folder, run);
  await expect(reopenRun(folder)).rejects.toMatchObject(locked);
  await expect(createRun(folder, run)).rejects.toMatchObject(locked);
  expect(await isRunLocked(folder)).toBe(true);
  await store.close();
  expect(await isRunLocked(folder)).toBe(false);
  await expect(createRun(folder, run)).rejects.toMatchObject({ code: "record/exists" });
  await (await reopenRun(folder)).store.close();
});

test("the lock of a dead process is taken over, by one of many", async () => {
  const folder = await emptyFolder();
  await (await createRun(folder, run)).close();
  const dead = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await new Promise((resolve) => dead.on("exit", resolve));
  const owner = { pid: dead.pid, host: hostname(), started: "" };
  await writeFile(path.join(folder, "lock.3"), JSON.stringify(owner));
  const tries = await Promise.allSettled(Array.from({ length: 8 }, () => reopenRun(folder)));
  const won = tries.filter((attempt) => attempt.status === "fulfilled");
  expect(won).toHaveLength(1);
  await won[0]?.value.store.close();
  expect((await readdir(folder)).filter((name) => name.startsWith("lock"))).toEqual([]);
});

test.each([
  ["a process number that was used again", { pid: process.pid, host: hostname() }, false],
  ["a process of another machine", { pid: 1, host: "elsewhere.example" }, true],
])("a lock of %s", async (_, owner, isHeld) => {
  const folder = await emptyFolder();
  await (await createRun(folder, run)).close();
  // A start time that is not the living process's own shows that the holder is gone.
  await writeFile(path.join(folder, "lock.1"), JSON.stringify({ ...owner, started: "long ago" }));
  expect(await isRunLocked(folder)).toBe(isHeld);
});

test("a folder that cannot be made is said with its path", async () => {
  const parent = await mkdtemp(path.join(tmpdir(), "assay-store-"));
  temporary.push(parent);
  const file = path.join(parent, "a-file");
  await writeFile(file, "");
  const folder = path.join(file, "run");
  await expect(createRun(folder, run)).rejects.toMatchObject({
    code: "record/cannot-write",
    place: folder,
  });
});
