import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import {
  answerLine,
  exampleRun,
  outcomeLine,
  placeOf,
  verdictsLine,
} from "../../test/fixtures/example-run.ts";
import { UserError } from "../user-error.ts";
import type { Line } from "./line-schema.ts";
import { parseLines } from "./parse-lines.ts";
import { readJudgedRun, readRun } from "./read-run.ts";
import { sampleKey } from "./run-schema.ts";
import { writeRun } from "./run-store.ts";
import { tallyGates } from "./tally-gates.ts";

const run = exampleRun();
const keys = run.plan.map(sampleKey);
const [first = "", second = "", third = "", fourth = ""] = keys;
const lines: readonly Line[] = [
  answerLine(first),
  verdictsLine(first, { answered: "pass", tests: "pass", style: "unchecked" }),
  outcomeLine(second),
  answerLine(third),
  outcomeLine(fourth),
  answerLine(second),
  verdictsLine(third, { answered: "pass", tests: "fail", style: "unchecked" }),
];

const temporary: string[] = [];
afterAll(async () => {
  for (const folder of temporary) await rm(folder, { recursive: true });
});

async function folderWith(samples: string, record: object = run): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-run-"));
  temporary.push(folder);
  await writeFile(path.join(folder, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
  await writeFile(path.join(folder, "samples.jsonl"), samples);
  return folder;
}

function textOf(all: readonly unknown[]): string {
  return all.map((line) => `${JSON.stringify(line)}\n`).join("");
}

async function refusalOf(folder: string): Promise<UserError> {
  const error: unknown = await readRun(folder).catch((thrown: unknown) => thrown);
  if (error instanceof UserError) return error;
  throw new Error(`not refused: ${String(error)}`);
}

test("samples come in the order of the plan, whatever the order of the lines", async () => {
  const { samples, warnings } = await readRun(await folderWith(textOf(lines)));
  expect(warnings).toEqual([]);
  expect(samples.map(({ key, status, passes }) => ({ key, status, passes }))).toEqual([
    { key: first, status: "answered", passes: true },
    { key: second, status: "answered", passes: null },
    { key: third, status: "answered", passes: false },
    { key: fourth, status: "infrastructure", passes: null },
  ]);
  expect(samples[0]).toMatchObject(placeOf("first", 1));
  expect(samples[0]?.answer?.text).toBe(`The answer of ${first} — ünïcode 🧪\n`);
  expect(samples[3]?.missing).toBe("The API is overloaded.");
  const shuffled = await readRun(await folderWith(textOf(lines.toReversed())));
  expect(shuffled.samples).toEqual(samples);
});

test("the last grading counts, wherever it stands", async () => {
  const gradings = [1, 2].map((grading) => ({
    grading,
    checksHash: `checks-${grading}`,
    startedAt: run.startedAt,
  }));
  const graded = [
    answerLine(first),
    verdictsLine(first, { answered: "pass", tests: "pass", style: "na" }, 2),
    verdictsLine(first, { answered: "pass", tests: "fail", style: "na" }, 1),
  ];
  const { samples } = await readRun(await folderWith(textOf(graded), { ...run, gradings }));
  expect(samples[0]?.passes).toBe(true);
});

test("tallies count every sample to which a gate applies exactly once", async () => {
  const { samples } = await readRun(await folderWith(textOf(lines)));
  const zero = { pass: 0, fail: 0, na: 0, error: 0, unchecked: 0, missing: 2 };
  expect(tallyGates(run, samples)).toEqual([
    { gate: "answered", ...zero, pass: 2 },
    { gate: "tests", ...zero, pass: 1, fail: 1 },
    { gate: "style", ...zero, unchecked: 2 },
  ]);
  const [one, two] = run.suite.cases;
  const narrowed = {
    gates: ["answered", "tests"],
    suite: {
      ...run.suite,
      cases: [
        { ...one!, gates: [] },
        { ...two!, gates: ["tests"] },
      ],
    },
  };
  expect(tallyGates(narrowed, samples)).toEqual([
    { gate: "answered", ...zero, pass: 2 },
    { gate: "tests", ...zero, fail: 1, missing: 1 },
  ]);
});

test("a file that is cut at any byte loses no whole line and says what it lost", () => {
  const bytes = Buffer.from(textOf(lines), "utf8");
  fc.assert(
    fc.property(fc.integer({ min: 0, max: bytes.length }), (cut) => {
      const prefix = bytes.subarray(0, cut);
      const read = parseLines(prefix, "samples.jsonl", run);
      const whole = prefix.toString("utf8").split("\n").length - 1;
      const endsWhole = cut === bytes.length || bytes[cut] === 0x0a;
      const rest = cut > 0 && bytes[cut - 1] !== 0x0a;
      expect(read.lines).toEqual(lines.slice(0, whole + (rest && endsWhole ? 1 : 0)));
      expect(read.warnings).toHaveLength(rest && !endsWhole ? 1 : 0);
      expect(prefix.subarray(read.wholeBytes).includes(0x0a)).toBe(false);
    }),
    { examples: Array.from({ length: 40 }, (_, index) => [bytes.length - index]) },
  );
});

test("zeros at the end, as a loss of power leaves them, are a torn line", async () => {
  const { samples, warnings } = await readRun(
    await folderWith(`${textOf(lines.slice(0, 2))}\0\0\0\0\0\0`),
  );
  expect(warnings[0]).toMatch(/samples\.jsonl:3: the last line was torn off/u);
  expect(samples[0]?.passes).toBe(true);
});

test.each<[string, string, string]>([
  [
    "a torn line in the middle",
    `${textOf(lines.slice(0, 1))}{"kind":"ans\n${textOf(lines.slice(2, 3))}`,
    ":2",
  ],
  ["an empty line", `${textOf(lines.slice(0, 1))}\n`, ":2"],
  ["another kind of line", textOf([...lines, { kind: "notes", sample: first }]), ":8"],
  ["a field too many", textOf([{ ...answerLine(first), colour: "red" }]), ":1"],
  ["a sample that was not planned", textOf([answerLine("third/x/claude-haiku-5-5/1")]), ":1"],
  ["a sample that was answered twice", textOf([answerLine(first), answerLine(first)]), ":2"],
  ["a gate that the run does not have", textOf([verdictsLine(first, { speed: "pass" })]), ":1"],
  [
    "a grading that the run does not have",
    textOf([verdictsLine(first, { tests: "pass" }, 2)]),
    ":1",
  ],
  [
    "a score above 1",
    textOf([verdictsLine(first, { tests: "pass" })]).replace('"score":null', '"score":2'),
    ":1",
  ],
  ["a whole last line that is no JSON", `${textOf(lines)}half a lin\n`, ":8"],
])("%s is damage, with file and line", async (_, samples, line) => {
  const error = await refusalOf(await folderWith(samples));
  expect(error).toMatchObject({ code: "record/damaged", exitCode: 2 });
  expect(error.place).toMatch(new RegExp(`samples\\.jsonl${line}$`, "u"));
  expect(error.hint).toBeTruthy();
});

test.each<[string, (text: string) => string, string, RegExp]>([
  ["a torn run.json", (text) => text.slice(0, 700), "record/damaged", /run\.json:\d+$/u],
  ["an empty one", () => "", "record/damaged", /run\.json:1$/u],
  [
    "another version",
    (text) => text.replace('"schemaVersion": 1', '"schemaVersion": 2'),
    "record/other-version",
    /run\.json:2$/u,
  ],
  [
    "no version",
    (text) => text.replace('"schemaVersion"', '"version"'),
    "record/damaged",
    /run\.json:1$/u,
  ],
  [
    "an unknown status",
    (text) => text.replace('"running"', '"walking"'),
    "record/damaged",
    /run\.json:6$/u,
  ],
  [
    "a plan with a stranger",
    (text) => text.replaceAll(/"case": "second"/gu, '"case": "third"'),
    "record/damaged",
    /run\.json:\d+$/u,
  ],
  [
    "a plan with a sample twice",
    (text) => text.replaceAll(/"repeat": 2/gu, '"repeat": 1'),
    "record/damaged",
    /run\.json:\d+$/u,
  ],
])("%s is refused with its line", async (_, damage, code, place) => {
  const folder = await folderWith("");
  const file = path.join(folder, "run.json");
  await writeFile(file, damage(await readFile(file, "utf8")));
  const error = await refusalOf(folder);
  expect(error).toMatchObject({ code, exitCode: 2 });
  expect(error.place).toMatch(place);
  expect(error.hint).toBeTruthy();
});

test("a folder without a run, and a finished run without its samples, are refused", async () => {
  expect(await refusalOf(path.join(tmpdir(), "assay-nothing-here"))).toMatchObject({
    code: "record/no-run",
  });
  const folder = await folderWith("", { ...run, status: "complete" });
  await rm(path.join(folder, "samples.jsonl"));
  expect(await refusalOf(folder)).toMatchObject({ code: "record/damaged" });
  await writeRun(folder, run);
  expect((await readRun(folder)).samples.every(({ status }) => status === "pending")).toBe(true);
});

test("keys tell samples apart whose parts have slashes", () => {
  const place = { promptVersion: "v", repeat: 1 };
  const one = sampleKey({ ...place, case: "a", model: "b/c" });
  expect(one).toBe("a/v/b%2Fc/1");
  expect(sampleKey({ ...place, case: "a", model: "b%2Fc" })).not.toBe(one);
});

test("a run that is appended to while it is read shows what was whole", async () => {
  const folder = await folderWith(textOf(lines.slice(0, 2)));
  await appendFile(path.join(folder, "samples.jsonl"), JSON.stringify(lines[3]).slice(0, 50));
  const { samples, wholeBytes } = await readRun(folder);
  expect(samples.map(({ status }) => status)).toEqual([
    "answered",
    "pending",
    "pending",
    "pending",
  ]);
  expect(wholeBytes).toBe(Buffer.byteLength(textOf(lines.slice(0, 2))));
});

test("a run that is read in pieces is the same run without the answers' texts", async () => {
  // Lines longer than a piece of the file, and pieces that end within a letter.
  const long = answerLine(first, {
    answer: { ...answerLine(first).answer, text: "ünïcode 🧪".repeat(20_000) },
  });
  const folder = await folderWith(textOf([long, ...lines.slice(1)]));
  const whole = await readRun(folder);
  const judged = await readJudgedRun(folder);
  expect(judged.run).toEqual(whole.run);
  expect(judged.samples).toEqual(
    whole.samples.map((sample) => ({
      ...sample,
      answer: sample.answer && { ...sample.answer, text: "" },
    })),
  );
});

test("a torn last line is passed over, other damage refused, also when read in pieces", async () => {
  const torn = await readJudgedRun(await folderWith(textOf(lines).slice(0, -10)));
  expect(torn.warnings).toHaveLength(1);
  expect(torn.samples[2]?.passes).toBeNull();
  const damaged = await folderWith(`{"kind": "answer"}\n${textOf(lines)}`);
  await expect(readJudgedRun(damaged)).rejects.toMatchObject({
    code: "record/damaged",
    place: `${path.join(damaged, "samples.jsonl")}:1`,
  });
  const gone = await folderWith("");
  await rm(path.join(gone, "samples.jsonl"));
  expect((await readJudgedRun(gone)).samples[0]?.status).toBe("pending");
});
