import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runAssay } from "./support/assay.ts";

const root = path.resolve(import.meta.dirname, "..");
const baseline = path.join(root, "evals/fastapi-backend-expert/baseline");
let results = "";

beforeAll(async () => {
  results = await mkdtemp(path.join(tmpdir(), "assay-shipped-"));
});
afterAll(() => rm(results, { recursive: true, force: true }));

const assay = (...args: readonly string[]) => runAssay(args, { cwd: root });

test("the shipped baseline is small, and fits the shipped suite", async () => {
  const sizes = await Promise.all(
    ["baseline.json", "answers.jsonl.br"].map(
      async (name) => (await stat(path.join(baseline, name))).size,
    ),
  );
  expect(sizes[0]! + sizes[1]!).toBeLessThan(300_000);
  const { exitCode, stdout } = await assay("plan", "agents/fastapi-backend-expert.md", "--json");
  expect(JSON.parse(stdout)).toMatchObject({ cases: 16, notes: [], fault: null });
  expect(exitCode).toBe(0);
});

test("offline, the agent is as good as its baseline, and its shortest version is worse", async () => {
  const flags = ["--prompt", "concise", "--baseline", "--json", "--out", results];
  const { exitCode, stdout } = await assay("run", "agents/fastapi-backend-expert.md", ...flags);
  expect(JSON.parse(stdout)).toMatchObject({
    comparison: {
      comparisons: [
        { after: { name: "fastapi-backend-expert" }, total: { difference: { estimate: 0 } } },
        { after: { name: "concise" }, verdict: { kind: "regressed", gates: [null, "tests"] } },
      ],
    },
  });
  expect(exitCode).toBe(1);
});
