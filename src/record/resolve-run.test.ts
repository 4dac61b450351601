import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exampleRun } from "../../test/fixtures/example-run.ts";
import { listRuns } from "./list-runs.ts";
import { resolveRun } from "./resolve-run.ts";
import { writeRun } from "./run-store.ts";

const ids = ["20261121-090000-000-aaaa", "20261122-090000-000-bbbb", "20261123-090000-000-cccc"];
const [oldest = "", middle = "", newest = ""] = ids;
let results = "";

beforeAll(async () => {
  results = await mkdtemp(path.join(tmpdir(), "assay-results-"));
  for (const id of [newest, oldest]) {
    await mkdir(path.join(results, id));
    await writeRun(path.join(results, id), exampleRun({ id }));
  }
  await mkdir(path.join(results, middle));
  await writeFile(path.join(results, middle, "run.json"), '{"schemaVersion": 1,\n"id"');
  await mkdir(path.join(results, "not-a-run"));
  await writeFile(path.join(results, "README.md"), "Results of runs.\n");
});
afterAll(() => rm(results, { recursive: true }));

test("runs are listed by time; a damaged one keeps its place and says what is wrong", async () => {
  const runs = await listRuns(results);
  expect(runs.map(({ id }) => id)).toEqual(ids);
  expect(runs.map(({ problem }) => problem?.code ?? null)).toEqual([null, "record/damaged", null]);
  expect(await listRuns(path.join(results, "nowhere"))).toEqual([]);
});

test.each([
  ["latest", newest],
  [oldest, oldest],
  ["20261122", middle],
])("%s is %s", async (reference, id) => {
  expect(await resolveRun(results, reference)).toBe(path.join(results, id));
});

test("a folder and its run.json are runs wherever they are", async () => {
  const folder = path.join(results, oldest);
  expect(await resolveRun("nowhere", folder)).toBe(folder);
  expect(await resolveRun("nowhere", path.join(folder, "run.json"))).toBe(folder);
});

test.each([
  ["2026", "record/ambiguous-run"],
  ["yesterday", "record/no-run"],
  ["not-a-run", "record/no-run"],
  ["", "record/no-run"],
])("%j is refused: %s", async (reference, code) => {
  await expect(resolveRun(results, reference)).rejects.toMatchObject({ code, exitCode: 2 });
});

test("`latest` without any run says how to make one", async () => {
  await expect(resolveRun(path.join(results, "nowhere"), "latest")).rejects.toMatchObject({
    code: "record/no-run",
    hint: "`assay run` makes one.",
  });
});
