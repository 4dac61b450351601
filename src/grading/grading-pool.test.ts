import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { readRecording, recordings } from "../../test/calibration/grading.ts";
import { builtInChecks, gradeAnswer } from "../checks/index.ts";
import { createGradingPool, type GradingPool, type PoolOptions } from "./index.ts";

const suiteFolder = fileURLToPath(new URL("../../test/fixtures/unruly/", import.meta.url));
const open: GradingPool[] = [];
// Long enough for a check that ends, on a machine that has much else to do.
const timeLimits = { checkMs: 1000 };

afterEach(async () => {
  await Promise.all(open.splice(0).map((pool) => pool.close()));
});

async function openPool(
  checks: readonly string[],
  options: Partial<PoolOptions> = {},
): Promise<GradingPool> {
  const gates = checks.map((check) => ({
    id: `gate-${check}`,
    check: check in builtInChecks ? check : `./checks/${check}.ts`,
  }));
  const pool = await createGradingPool({ gates, suiteFolder, timeLimits, ...options });
  open.push(pool);
  return pool;
}

const task = { text: "Nothing to see.", request: "A look.", status: "answered" } as const;

describe("a check that misbehaves is an error, and the others decide", () => {
  test.each([
    ["loops", "the check loops did not finish within 1 s"],
    ["never-resolves", "the check never-resolves did not finish within 1 s"],
    ["throws", "the check throws failed: no idea"],
    [
      "throws-anything",
      "the check throws-anything failed: it threw something that cannot be shown",
    ],
    ["exits", "the check exits ended its thread: it called process.exit(3)"],
  ])("%s", async (unruly, reason) => {
    const pool = await openPool(["parses", unruly, "says-length"]);
    for (const round of [1, 2]) {
      const verdicts = await pool.grade({ ...task, text: task.text.repeat(round) });
      expect(Object.keys(verdicts)).toEqual(["gate-parses", `gate-${unruly}`, "gate-says-length"]);
      expect(verdicts[`gate-${unruly}`]).toEqual({
        outcome: "error",
        score: null,
        reason,
        evidence: [],
      });
      expect(verdicts["gate-parses"]?.outcome).toBe("na");
      const length = round * 15;
      expect(verdicts["gate-says-length"]?.reason).toBe(`${length} characters, A look., answered`);
    }
  });

  test("nonsense, and all at once", async () => {
    const all = ["loops", "returns-nonsense", "exits", "never-resolves", "throws", "says-length"];
    const pool = await openPool(all);
    const verdicts = await pool.grade(task);
    expect(Object.keys(verdicts)).toEqual(all.map((check) => `gate-${check}`));
    expect(Object.values(verdicts).map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 5 }, () => "error"),
      "pass",
    ]);
    expect(verdicts["gate-returns-nonsense"]?.reason).toMatch(
      /^the check returns-nonsense returned no verdict: outcome: /u,
    );
  });

  test("one that takes all memory", async () => {
    const pool = await openPool(["hoards", "says-length"], { timeLimits: { checkMs: 60_000 } });
    const verdicts = await pool.grade(task);
    expect(verdicts["gate-hoards"]?.reason).toBe(
      "the check hoards ended its thread: out of memory, more than 256 MB",
    );
    expect(verdicts["gate-says-length"]?.outcome).toBe("pass");
  });

  test("what one leaves behind is not held against the next", async () => {
    const pool = await openPool(["breaks-later", "waits", "says-length"]);
    const verdicts = await pool.grade(task);
    expect(Object.values(verdicts).map(({ outcome }) => outcome)).toEqual(["pass", "pass", "pass"]);
  });
});

describe("a check that cannot be loaded is refused before anything is graded", () => {
  test.each([
    ["not-there", "checks/no-such-file", "no such check: ./checks/not-there.ts"],
    [
      "exits-when-loaded",
      "checks/cannot-load",
      "loading the check ./checks/exits-when-loaded.ts ended its thread: it called process.exit(4)",
    ],
    [
      "loops-when-loaded",
      "checks/cannot-load",
      "the check ./checks/loops-when-loaded.ts did not finish loading within 5 s",
    ],
  ])("%s", async (check, code, message) => {
    const options = check === "loops-when-loaded" ? { timeLimits: { loadingMs: 5000 } } : {};
    await expect(openPool([check], options)).rejects.toMatchObject({
      name: "UserError",
      code,
      message,
    });
  });
});

describe("a pool", () => {
  test.each([1, 2])(
    "grades every recording as it is graded without one: %i threads",
    async (workers) => {
      const gates = Object.keys(builtInChecks).map((id) => ({ id, check: id }));
      const checks = new Map(Object.entries(builtInChecks));
      const pool = await openPool([], { gates, workers, timeLimits: {} });
      const answers = await Promise.all(recordings.map((name) => readRecording(name)));
      const tasks = answers.map((text) => ({ text, request: "A service.", status: null }));
      const graded = await Promise.all(tasks.map((one) => pool.grade(one)));
      const expected = await Promise.all(tasks.map((one) => gradeAnswer(one, checks)));
      expect(graded.map((one) => JSON.stringify(one))).toEqual(
        expected.map((one) => JSON.stringify(one)),
      );
    },
  );

  test("decides only the gates that are asked for, in their order", async () => {
    const pool = await openPool(["parses", "says-length", "waits"]);
    const verdicts = await pool.grade({ ...task, gates: ["gate-waits", "gate-parses"] });
    expect(Object.keys(verdicts)).toEqual(["gate-waits", "gate-parses"]);
  });

  test("that is closed ends what hangs, and answers everyone", async () => {
    const pool = await openPool(["loops", "says-length"], { timeLimits: { checkMs: 600_000 } });
    const hanging = pool.grade(task);
    const waiting = pool.grade(task);
    await pool.close();
    const all = [...Object.values(await hanging), ...Object.values(await waiting)];
    expect(all.map(({ outcome }) => outcome)).toEqual(["error", "error", "error", "error"]);
  });
});
