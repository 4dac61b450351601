import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { hashText } from "../content-hash.ts";
import { defaultSettings, runSchema, sampleKey } from "../record/index.ts";
import type { Case, Gate, Suite } from "../suite/index.ts";
import { planRun, type PlanOptions } from "./plan-run.ts";
import { resolvePromptVersions } from "./prompt-version.ts";
import { makeRunId } from "./run-id.ts";

const gateOf = (id: string): Gate => ({
  id,
  statement: `${id}.`,
  source: [],
  level: "required",
  check: id,
});
const caseOf = (id: string, change: Partial<Case> = {}): Case => ({
  id,
  origin: "written",
  request: `Do ${id}.`,
  ...change,
});
const versionOf = (stem: string) => ({
  stem,
  path: `prompts/${stem}.md`,
  systemPrompt: `I am ${stem}.`,
  promptHash: hashText(`I am ${stem}.`),
});

const suite: Suite = {
  path: "evals/x/suite.yaml",
  folder: "evals/x",
  agentPath: "agents/x.md",
  gates: ["answered", "tests", "type-hints"].map(gateOf),
  cases: [
    caseOf("jwt-auth", { origin: "example" }),
    caseOf("idea", { origin: "proposed" }),
    caseOf("wallet", { gates: ["tests"] }),
    caseOf("money-transfer"),
  ],
};

function plan(change: Partial<PlanOptions> = {}) {
  return planRun({
    suite,
    agent: { path: "agents/x.md", name: "x", promptHash: hashText("I am x.") },
    promptVersions: resolvePromptVersions([versionOf("x"), versionOf("lite")]),
    models: [
      { id: "claude-b", kind: "anthropic" },
      { id: "claude-a", kind: "anthropic" },
    ],
    repeats: 2,
    caseGlobs: [],
    gateGlobs: [],
    settings: { ...defaultSettings, concurrency: 4, maxTokens: 16_000 },
    version: "0.1.0",
    checksHash: "checks",
    notices: ["Recorded."],
    now: Date.UTC(2026, 10, 23, 2, 15, 30, 42),
    random: () => 0,
    ...change,
  });
}

test("samples are ordered by case, prompt version, model and repeat; proposed cases are left out", async () => {
  const run = await plan();
  expect(run.plan).toHaveLength(3 * 2 * 2 * 2);
  expect(run.plan.map(sampleKey).slice(0, 9)).toEqual([
    "jwt-auth/x/claude-b/1",
    "jwt-auth/x/claude-b/2",
    "jwt-auth/x/claude-a/1",
    "jwt-auth/x/claude-a/2",
    "jwt-auth/lite/claude-b/1",
    "jwt-auth/lite/claude-b/2",
    "jwt-auth/lite/claude-a/1",
    "jwt-auth/lite/claude-a/2",
    "wallet/x/claude-b/1",
  ]);
  expect(run.id).toBe("20261123-021530-042-aaaa");
  expect(runSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
});

test("globs choose cases and gates, in the order of the suite", async () => {
  const run = await plan({ caseGlobs: ["*-transfer", "{jwt,none}-*"], gateGlobs: ["t*"] });
  expect(run.suite.cases.map(({ id }) => id)).toEqual(["jwt-auth", "money-transfer"]);
  expect(run.gates).toEqual(["tests", "type-hints"]);
  expect(run.suite.gates).toHaveLength(3);
});

test.each([
  [{ gateGlobs: ["tsts"] }, 'No gate is called "tsts".', /^Did you mean tests\? There are: /u],
  [{ caseGlobs: ["jwt"] }, 'No case is called "jwt".', /^Did you mean 'jwt\*'\? There are: /u],
  [
    { suite: { ...suite, path: null, cases: [] } },
    "There is nothing to run: the suite has no accepted case.",
    /`assay derive`/u,
  ],
  [{ caseGlobs: ["zebra*"] }, 'No case is called "zebra*".', /^There are: jwt-auth, /u],
])("what cannot be planned comes with its remedy: %o", async (change, message, hint) => {
  await expect(plan(change)).rejects.toMatchObject({
    message,
    hint: expect.stringMatching(hint) as string,
  });
});

test.each<[string, Partial<PlanOptions>, string]>([
  ["a case that is not there", { caseGlobs: ["jwt-*", "nothing"] }, "run/no-match"],
  ["a case that is only proposed", { caseGlobs: ["idea"] }, "run/only-proposed"],
  ["a gate that is not there", { gateGlobs: ["speed"] }, "run/no-match"],
  [
    "no accepted case",
    { suite: { ...suite, cases: [caseOf("a", { origin: "proposed" })] } },
    "run/empty",
  ],
  ["no case", { suite: { ...suite, cases: [] } }, "run/empty"],
  [
    "a fixture that is not there",
    { suite: { ...suite, cases: [caseOf("a", { fixture: "gone.txt" })] } },
    "run/no-fixture",
  ],
])("%s is refused", async (_, change, code) => {
  await expect(plan(change)).rejects.toMatchObject({ code, exitCode: 2 });
});

test("a fixture is sent below the request", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "assay-plan-"));
  await writeFile(path.join(folder, "schema.sql"), "CREATE TABLE a;\r\n");
  const cases = [caseOf("a", { fixture: "schema.sql" })];
  const run = await plan({ suite: { ...suite, folder, cases } });
  await rm(folder, { recursive: true });
  expect(run.suite.cases[0]).toEqual({
    id: "a",
    request: "Do a.\n\nCREATE TABLE a;\n",
    requestHash: hashText("Do a.\n\nCREATE TABLE a;\n"),
    gates: null,
  });
});

test("a prompt that is given twice counts once, two of one name are refused", () => {
  const names = resolvePromptVersions([versionOf("x"), versionOf("lite"), versionOf("x")]);
  expect(names.map(({ name }) => name)).toEqual(["x", "lite"]);
  const other = { ...versionOf("x"), path: "elsewhere/x.md" };
  expect(() => resolvePromptVersions([versionOf("x"), other])).toThrow(
    expect.objectContaining({ code: "run/same-name" }),
  );
});

test("ids of runs sort by time, and two of the same moment differ", () => {
  const at = (text: string, random: number) => makeRunId(Date.parse(text), () => random);
  const ids = [
    at("2026-11-23T02:15:30.042Z", 0.99),
    at("2026-11-23T02:15:30.043Z", 0),
    at("2026-11-23T02:15:31.000Z", 0.5),
    at("2027-01-01T00:00:00.000Z", 0),
  ];
  expect(ids.toSorted()).toEqual(ids);
  expect(at("2026-11-23T02:15:30.042Z", 0.3)).not.toBe(at("2026-11-23T02:15:30.042Z", 0.6));
});

test("a shard has its part of the selected cases, and knows all of them", async () => {
  const { plan: places, suite: planned, shard } = await plan({ shard: { index: 2, count: 2 } });
  expect(shard).toEqual({ index: 2, count: 2, cases: ["jwt-auth", "wallet", "money-transfer"] });
  expect(planned.cases.map(({ id }) => id)).toEqual(["wallet"]);
  expect(new Set(places.map((place) => place.case))).toEqual(new Set(["wallet"]));
});

test("a shard of fewer cases than shards has an empty plan", async () => {
  expect((await plan({ shard: { index: 4, count: 4 } })).plan).toEqual([]);
});
