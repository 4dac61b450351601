import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerLine, outcomeLine, verdictsLine } from "../../../test/fixtures/example-run.ts";
import { hashText } from "../../content-hash.ts";
import {
  defaultSettings,
  readJudgedRun,
  sampleKey,
  writeWholeRun,
  type Line,
  type RunRecord,
  type StoredLine,
} from "../../record/index.ts";
import type { Suite } from "../../suite/index.ts";
import { UserError } from "../../user-error.ts";
import { planRun, type PlanOptions } from "../plan-run.ts";
import { mergeShards } from "./merge-shards.ts";

let root = "";
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "assay-merge-"));
});
afterAll(() => rm(root, { recursive: true }));

const start = Date.UTC(2026, 10, 23, 2);

const suiteOf = (cases: number): Suite => ({
  path: "evals/x/suite.yaml",
  folder: "evals/x",
  agentPath: "agents/x.md",
  gates: ["answered", "tests"].map((id) => ({
    id,
    statement: `${id}.`,
    source: [],
    level: "required",
    check: id,
  })),
  cases: Array.from({ length: cases }, (_, at) => ({
    id: `case-${at + 1}`,
    origin: "written",
    request: `Do ${at + 1}.`,
    ...(at % 3 === 0 ? { gates: ["tests"] } : {}),
  })),
});

interface Shape {
  readonly cases: number;
  readonly versions: number;
  readonly models: number;
  readonly repeats: number;
}

const plan = (shape: Shape, change: Partial<PlanOptions> = {}): Promise<RunRecord> =>
  planRun({
    suite: suiteOf(shape.cases),
    agent: { path: "agents/x.md", name: "x", promptHash: hashText("I am x.") },
    promptVersions: Array.from({ length: shape.versions }, (_, at) => ({
      name: at === 0 ? "x" : `x-${at}`,
      path: `agents/x-${at}.md`,
      systemPrompt: `I am ${at}.`,
      promptHash: hashText(`I am ${at}.`),
    })),
    models: Array.from({ length: shape.models }, (_, at) => ({
      id: `bedrock:us/model-${at}`,
      kind: "anthropic" as const,
    })),
    repeats: shape.repeats,
    caseGlobs: [],
    gateGlobs: [],
    settings: defaultSettings,
    version: "0.1.0",
    checksHash: "checks",
    notices: ["Asked."],
    now: start,
    random: () => 0.5,
    ...change,
  });

/** What a process stores of a sample: every kind of line, by turns. */
function linesOf(key: string, turn: number): readonly Line[] {
  const at = "2026-11-23T02:00:01.000Z";
  const asked: Line = { kind: "asked", sample: key, at, maxCostUsd: 0.25 };
  const verdicts = (grading: number) =>
    verdictsLine(key, { answered: "pass", tests: turn % 2 === 0 ? "pass" : "fail" }, grading);
  switch (turn % 5) {
    case 0:
      return [asked, answerLine(key), verdicts(1)];
    case 1:
      return [asked, outcomeLine(key)];
    case 2:
      return [asked, outcomeLine(key), asked, answerLine(key, { lostAttempts: 1 }), verdicts(1)];
    case 3:
      return [answerLine(key, { status: "truncated" }), verdicts(1), verdicts(2)];
    default:
      return [asked, answerLine(key), verdicts(1), verdicts(1)];
  }
}

/** Writes a finished run in an order of its lines that a seed gives, as several requests at a time would. */
async function store(
  run: RunRecord,
  options: { readonly seed: number; readonly finishedAt: number; readonly batch?: boolean },
): Promise<string> {
  made += 1;
  const folder = path.join(root, String(made));
  const groups = run.plan.map((place, at) => ({
    rank: (at * 7919 + options.seed) % 101,
    lines: linesOf(
      sampleKey(place),
      Buffer.from(sampleKey(place)).reduce((sum, byte) => sum + byte, 0),
    ),
  }));
  const lines = groups.toSorted((a, b) => a.rank - b.rank).flatMap((group) => group.lines);
  const batch: Line = {
    kind: "batch",
    batch: `b-${made}`,
    id: null,
    model: run.models[0]?.id ?? "",
    samples: run.plan.map(sampleKey),
    at: "2026-11-23T02:00:00.000Z",
    maxCostUsd: null,
  };
  await mkdir(folder, { recursive: true });
  const finished: RunRecord = {
    ...run,
    finishedAt: new Date(options.finishedAt).toISOString(),
    status: "incomplete",
    gradings: [1, 2].map((grading) => ({
      grading,
      checksHash: `checks-${grading}`,
      startedAt: run.startedAt,
    })),
  };
  await writeFile(path.join(folder, "run.json"), `${JSON.stringify(finished, null, 2)}\n`);
  await writeFile(
    path.join(folder, "samples.jsonl"),
    [...(options.batch ? [batch] : []), ...lines]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(""),
  );
  return folder;
}

async function read(folder: string) {
  const stored: StoredLine[] = [];
  const judged = await readJudgedRun(folder, { onLine: (line) => void stored.push(line) });
  return { ...judged, stored };
}

async function storeShards(shape: Shape, count: number, seed: number, batch = false) {
  const folders: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    const now = start + ((seed * index) % 17) * 1_000;
    const run = await plan(shape, {
      shard: { index, count },
      now,
      random: () => (index - 1) / (count + 1),
    });
    if (run.plan.length === 0) continue;
    folders.push(await store(run, { seed: seed + index, finishedAt: now + 60_000, batch }));
  }
  return folders;
}

async function mergeInto(folders: readonly string[]): Promise<string> {
  const { run, stored, samples } = mergeShards(await Promise.all(folders.map(read)));
  made += 1;
  const folder = path.join(root, String(made));
  await writeWholeRun(folder, run, stored);
  expect(samples).toEqual((await read(folder)).samples);
  return folder;
}

/** A run's two files without what two processes never have in common: ids, times, order of lines. */
async function normalised(
  folder: string,
): Promise<{ readonly run: string; readonly samples: string }> {
  const [run, samples] = await Promise.all(
    ["run.json", "samples.jsonl"].map((file) => readFile(path.join(folder, file), "utf8")),
  );
  return {
    run: (run ?? "")
      .replace(/"id": "\d{8}-\d{6}-\d{3}-\w{4}"/u, '"id": "ID"')
      .replaceAll(/"(startedAt|finishedAt)": "[^"]+"/gu, '"$1": "TIME"'),
    samples: (samples ?? "").split("\n").toSorted().join("\n"),
  };
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const shapes = fc.record({
  cases: fc.integer({ min: 1, max: 9 }),
  versions: fc.integer({ min: 1, max: 2 }),
  models: fc.integer({ min: 1, max: 2 }),
  repeats: fc.integer({ min: 1, max: 3 }),
});

test("merged shards are what one process would have written, for any number of shards in any order", async () => {
  await fc.assert(
    fc.asyncProperty(
      shapes,
      fc.integer({ min: 1, max: 12 }),
      fc.nat(1_000),
      async (shape, count, seed) => {
        const whole = await store(await plan(shape), { seed, finishedAt: start + 60_000 });
        const expected = await normalised(whole);
        const folders = await storeShards(shape, count, seed);
        const merged = await mergeInto(folders);
        const one = await normalised(merged);
        const { run } = await read(merged);
        expect({ ...one, run: one.run.replace(`"${run.status}"`, '"incomplete"') }).toEqual(
          expected,
        );
        const { samples: before } = await read(whole);
        const { samples: after } = await read(merged);
        expect(after).toEqual(before);
        const again = await mergeInto(folders.toReversed());
        for (const file of ["run.json", "samples.jsonl"]) {
          const [first, second] = await Promise.all(
            [merged, again].map((folder) => readFile(path.join(folder, file))),
          );
          expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true);
        }
      },
    ),
    { numRuns: 40 },
  );
});

const shape: Shape = { cases: 5, versions: 1, models: 1, repeats: 1 };

test("lines stand in the order of the plan, batches first, each sample's own lines as stored", async () => {
  const folder = await mergeInto(await storeShards(shape, 2, 5, true));
  const { stored, run } = await read(folder);
  expect(stored.slice(0, 2).map(({ line }) => line.kind)).toEqual(["batch", "batch"]);
  const order = stored.slice(2).flatMap(({ samples }) => samples);
  expect([...new Set(order)]).toEqual(run.plan.map(sampleKey));
  expect(run.plan.map((place) => place.case)).toEqual([
    "case-1",
    "case-2",
    "case-3",
    "case-4",
    "case-5",
  ]);
});

test("the merged run sorts behind its shards, and its times span theirs", async () => {
  const folders = await storeShards(shape, 3, 7);
  const shards = await Promise.all(folders.map(read));
  const { run } = mergeShards(shards);
  expect(shards.every((shard) => shard.run.id < run.id)).toBe(true);
  expect(shards.every((shard) => shard.run.startedAt >= run.startedAt)).toBe(true);
  expect(shards.some((shard) => shard.run.startedAt === run.startedAt)).toBe(true);
  expect(shards.every((shard) => (shard.run.finishedAt ?? "") <= (run.finishedAt ?? ""))).toBe(
    true,
  );
  expect(shards.some((shard) => shard.run.finishedAt === run.finishedAt)).toBe(true);
  expect(run.shard).toBeNull();
});

test("budgets add up, the concurrency is the highest, and what throttled each is kept", async () => {
  const [a, b] = await Promise.all((await storeShards(shape, 2, 1)).map(read));
  const withOwn = (one: typeof a, settings: Partial<RunRecord["settings"]>, at: string) =>
    one && {
      ...one,
      run: {
        ...one.run,
        settings: { ...one.run.settings, ...settings },
        versions: { ...one.run.versions, node: `v24.0.${settings.concurrency}` },
        throttling: [
          {
            model: "bedrock:us/model-0",
            ceiling: settings.concurrency ?? 1,
            lowest: 2,
            episodes: 1,
            changes: [{ at, to: 2, cause: "rate-limit" as const }],
          },
        ],
      },
    };
  const first = withOwn(a, { concurrency: 4, budgetUsd: 1 }, "2026-11-23T02:00:09.000Z");
  const second = withOwn(b, { concurrency: 8, budgetUsd: 2 }, "2026-11-23T02:00:01.000Z");
  const { run } = mergeShards([first!, second!]);
  expect(run.settings).toMatchObject({ concurrency: 8, budgetUsd: 3 });
  expect(run.throttling).toMatchObject([
    { ceiling: 8, lowest: 2, episodes: 2, changes: [{ at: "2026-11-23T02:00:01.000Z" }, {}] },
  ]);
  expect(run.notices).toEqual(["Asked.", "The shards ran on Node v24.0.4 and v24.0.8."]);
  const unlimited = {
    ...second!,
    run: { ...second!.run, settings: { ...second!.run.settings, budgetUsd: null } },
  };
  expect(mergeShards([first!, unlimited]).run.settings.budgetUsd).toBeNull();
});

test("a shard that was graded again with the checks of the others is joined with all of its gradings", async () => {
  const [a, b] = await Promise.all((await storeShards(shape, 2, 1)).map(read));
  const graded = (one: typeof a, ...hashes: readonly string[]) => ({
    ...one!,
    run: {
      ...one!.run,
      gradings: hashes.map((checksHash, at) => ({
        grading: at + 1,
        checksHash,
        startedAt: `2026-11-23T0${at + 3}:00:00.000Z`,
      })),
    },
  });
  const { run, stored } = mergeShards([graded(a, "old", "new"), graded(b, "new", "new")]);
  expect(run.gradings.map(({ grading }) => grading)).toEqual([1, 2, 3]);
  expect(run.gradings.map(({ checksHash }) => checksHash).toSorted(byText)).toEqual([
    "new",
    "new",
    "old",
  ]);
  expect(run.gradings.at(-1)?.checksHash).toBe("new");
  // Every line is by the same checks as before, whatever number their grading has now.
  const checksOf = (all: readonly Uint8Array[], hashes: readonly (string | undefined)[]) =>
    all
      .map((bytes) => JSON.parse(Buffer.from(bytes).toString("utf8")) as Line)
      .flatMap((line) =>
        line.kind === "verdicts" ? [`${line.sample} ${hashes[line.grading - 1]}`] : [],
      )
      .toSorted(byText);
  const bytesOf = (one: typeof a) => (one?.stored ?? []).map(({ bytes }) => bytes);
  expect(
    checksOf(
      stored,
      run.gradings.map(({ checksHash }) => checksHash),
    ),
  ).toEqual(
    [...checksOf(bytesOf(a), ["old", "new"]), ...checksOf(bytesOf(b), ["new", "new"])].toSorted(
      byText,
    ),
  );
});

describe("what is no whole set of shards of one plan is refused, and named", () => {
  type Read = Awaited<ReturnType<typeof read>>;
  const change = (one: Read, run: Partial<RunRecord>): Read => ({
    ...one,
    run: { ...one.run, ...run },
  });
  const without = (list: readonly Read[], at: number) => list.filter((_, index) => index !== at);
  const cases: readonly [string, (all: readonly Read[]) => readonly Read[], string, RegExp][] = [
    ["a gap", (all) => without(all, 1), "merge/gap", /Missing: shard 2\/3 \(case-2, case-5\)/u],
    ["an overlap", (all) => [...all, all[1]!], "merge/overlap", /Shard 2 of 3 is there twice/u],
    [
      "a whole run",
      ([first, ...rest]) => [change(first!, { shard: null }), ...rest],
      "merge/no-shard",
      /it has all of its cases/u,
    ],
    [
      "a shard that was interrupted",
      ([first, ...rest]) => [change(first!, { status: "interrupted" }), ...rest],
      "merge/unfinished",
      /shard 1\/3 \(.*\) was interrupted/u,
    ],
    [
      "a shard that is still running",
      ([first, ...rest]) => [change(first!, { status: "running" }), ...rest],
      "merge/unfinished",
      /still running, or was killed/u,
    ],
    [
      "another number of shards",
      ([first, ...rest]) => [
        change(first!, { shard: { ...first!.run.shard!, count: 4 } }),
        ...rest,
      ],
      "merge/other-plan",
      /Number of shards: 4 in shard 1\/4 .*, 3 in shard 2\/3/u,
    ],
    [
      "another suite, prompt, model, repeats, setting, checks and version, all named",
      ([first, ...rest]) => [
        change(first!, {
          suite: { ...first!.run.suite, hash: hashText("other") },
          promptVersions: [{ name: "x", path: "x.md", hash: hashText("other") }],
          models: [{ id: "other", kind: "anthropic" }],
          repeats: 2,
          settings: { ...first!.run.settings, maxTokens: 9 },
          gradings: first!.run.gradings.map((one) => ({ ...one, checksHash: "old" })),
          versions: { ...first!.run.versions, assay: "0.0.9" },
        }),
        ...rest,
      ],
      "merge/other-plan",
      /suite[^]*Prompt versions: x sha256:[^]*Models: other in[^]*Repeats: 2 in[^]*Setting maxTokens: 9 in[^]*Checks: old in[^]*Version of assay: 0\.0\.9 in/u,
    ],
    [
      "a shard with a sample that has no result",
      ([first, ...rest]) => [
        {
          ...first!,
          samples: first!.samples.map((sample) => ({ ...sample, status: "pending" as const })),
        },
        ...rest,
      ],
      "merge/damaged",
      /case-1\/x\/bedrock:us%2Fmodel-0\/1 has no result/u,
    ],
  ];
  test.each(cases)("%s", async (_, spoil, code, message) => {
    const shards = await Promise.all((await storeShards(shape, 3, 2)).map(read));
    const error: unknown = (() => {
      try {
        return mergeShards(spoil(shards));
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(UserError);
    const { code: found, message: words, place, hint } = error as UserError;
    expect(found).toBe(code);
    expect(words).toMatch(message);
    expect(place).toContain(root);
    expect(hint).toMatch(/./u);
  });
});
