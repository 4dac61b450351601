import fc from "fast-check";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { hashesOf, letteredBaseline, letteredRun, times } from "./fixtures/lettered-run.ts";
import { makeBaseline } from "./make-baseline.ts";
import { pack, unpack } from "./pack-lines.ts";
import { readBaseline } from "./read-baseline.ts";
import { writeBaseline } from "./write-baseline.ts";

let folder = "";
const recordFile = () => path.join(folder, "baseline/baseline.json");
const answersFile = () => path.join(folder, "baseline/answers.jsonl.br");

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assay-baseline-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const gates = { tests: ["ppf", "p.p", "nnn"], "style?": ["ppp", "fff", "eup"] };

test("what is written is read again, byte for byte the same each time", async () => {
  const baseline = letteredBaseline(gates);
  const written = await writeBaseline(folder, baseline);
  const first = await Promise.all([recordFile(), answersFile()].map((file) => readFile(file)));
  expect(await readBaseline(folder)).toEqual(baseline);
  await writeBaseline(folder, letteredBaseline(gates));
  const second = await Promise.all([recordFile(), answersFile()].map((file) => readFile(file)));
  expect(second).toEqual(first);
  expect(written.map(({ path: file, bytes }) => [path.basename(file), bytes])).toEqual([
    ["answers.jsonl.br", first[1]!.length],
    ["baseline.json", first[0]!.length],
  ]);
});

test("any outcomes come back", async () => {
  const letter = fc.constantFrom("p", "f", "n", "e", "u");
  const letters = fc.array(letter, { minLength: 1, maxLength: 4 }).map((all) => all.join(""));
  await fc.assert(
    fc.asyncProperty(fc.array(letters, { minLength: 1, maxLength: 5 }), async (tests) => {
      const decided = { tests: ["p", ...tests] };
      const baseline = letteredBaseline(decided);
      await writeBaseline(folder, baseline);
      expect(await readBaseline(folder)).toEqual(baseline);
    }),
    { numRuns: 30 },
  );
});

test("baseline.json counts each case and gate, in a line", async () => {
  await writeBaseline(folder, letteredBaseline(gates));
  const text = await readFile(recordFile(), "utf8");
  expect(text).toContain(`"total": { "pass": 2, "fail": 1 },`);
  expect(text).toContain(`"style": { "pass": 1, "error": 1, "unchecked": 1 }`);
  expect(JSON.parse(text)).toMatchObject({
    run: "20261123-021530-042-abcd",
    date: "2026-11-23T03:00:00.000Z",
    assay: "0.1.0",
    recorded: false,
    model: { id: "claude-haiku-5-5" },
    servedModels: ["claude-haiku-5-5"],
    repeats: 3,
    answers: { count: 8 },
    cases: [
      { id: "case-1", total: { pass: 2, fail: 1 } },
      { id: "case-2", total: { pass: 2, missing: 1 }, gates: { tests: { pass: 2, missing: 1 } } },
      { id: "case-3", total: { pass: 3 }, gates: { tests: { na: 3 } } },
    ],
  });
});

test("without a baseline there is null", async () => {
  expect(await readBaseline(folder)).toBeNull();
});

describe("damage is named with its place and what to do", () => {
  const edit = async (file: string, change: (text: string) => string) =>
    writeFile(file, change(await readFile(file, "utf8")));
  const editAnswers = async (change: (text: string) => string) =>
    writeFile(answersFile(), pack(change(unpack(await readFile(answersFile())).toString("utf8"))));

  test.each<[string, () => Promise<void>, string, RegExp, string?]>([
    [
      "a torn record",
      () => edit(recordFile(), (text) => text.slice(0, 300)),
      "baseline.json:",
      /torn or no JSON/u,
    ],
    [
      "another version",
      () => edit(recordFile(), (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 7')),
      "baseline.json:2",
      /schemaVersion 7, this assay reads 1/u,
      "baseline/other-version",
    ],
    [
      "a wrong field",
      () => edit(recordFile(), (text) => text.replace('"repeats": 3', '"repeats": "three"')),
      "baseline.json:",
      /repeats/u,
    ],
    [
      "counts that were changed by hand",
      () => edit(recordFile(), (text) => text.replace('"pass": 2, "fail": 1', '"pass": 3')),
      "baseline.json:",
      /does not say what its answers say: cases\.0\.total\.pass/u,
    ],
    ["no answers", () => rm(answersFile()), "answers.jsonl.br", /are not there/u],
    [
      "answers that are cut off",
      async () => writeFile(answersFile(), (await readFile(answersFile())).subarray(0, 200)),
      "answers.jsonl.br",
      /cannot be unpacked/u,
    ],
    [
      "answers of another baseline",
      async () => {
        const record = await readFile(recordFile());
        await writeBaseline(folder, letteredBaseline({ tests: times(3, "ppp") }));
        await writeFile(recordFile(), record);
      },
      "answers.jsonl.br",
      /not those of its baseline\.json/u,
    ],
    [
      "a line that is no JSON",
      () => editAnswers((text) => text.replace(/\n\{"kind":"verdicts"/u, "\n{kind")),
      "answers.jsonl.br:3",
      /The line is no JSON/u,
    ],
    [
      "a first line that is no run",
      () => editAnswers((text) => text.replace('"kind":"run"', '"kind":"walk"')),
      "answers.jsonl.br:1",
      /kind/u,
    ],
  ])("%s", async (_, damage, place, message, code = "baseline/damaged") => {
    await writeBaseline(folder, letteredBaseline(gates));
    await damage();
    const error: unknown = await readBaseline(folder).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, exitCode: 2 });
    const {
      message: said,
      place: where,
      hint,
    } = error as { message: string; place: string; hint: string };
    expect(said).toMatch(message);
    expect(where).toContain(place);
    expect(hint).toContain("assay bless <run>");
  });
});

describe("what is not whole is refused", () => {
  const arm = { promptVersion: "x", model: "claude-haiku-5-5" };
  const make = (
    letters: string,
    change: Parameters<typeof letteredRun>[1],
    isPartAllowed = false,
  ) => {
    const { run, samples } = letteredRun({ tests: [letters, "ppp"] }, change);
    return makeBaseline(run, samples, { ...arm, checks: hashesOf(run), isPartAllowed });
  };
  test.each([
    [{ status: "running" }, "has not ended"],
    [{ status: "interrupted" }, "was interrupted"],
    [{ status: "incomplete" }, "Too many answers of the run are missing"],
    [{ shard: { index: 2, count: 5, cases: [] } }, "only a part of the cases, 2 of 5"],
  ] as const)("%j", (change, message) => {
    expect(() => make("p..", change)).toThrow(message);
    const made = make("p..", change, true);
    expect(made.run.status).toBe("complete");
    expect(made.run.shard).toBeNull();
    // What is not there is not missing: it was left out by somebody who looked.
    expect(made.samples.map(({ missing }) => missing)).toEqual([null, null, null, null]);
    expect(made.record.cases[0]!.total).toEqual({ pass: 1 });
  });

  test("a run without answers, or of which nothing is decided", () => {
    const none = letteredRun({ tests: ["...", "..."] });
    const options = { ...arm, checks: hashesOf(none.run), isPartAllowed: true };
    expect(() => makeBaseline(none.run, none.samples, options)).toThrow("no answer to bless");
    const undecided = letteredRun({ tests: ["uuu"] });
    expect(() => makeBaseline(undecided.run, undecided.samples, options)).toThrow(
      "No required gate is decided",
    );
  });
});
