import { expect, test } from "vitest";
import { compareArms } from "../compare/index.ts";
import type { RunRecord } from "../record/index.ts";
import { fitBaseline } from "./fit-suite.ts";
import { hashesOf, letteredBaseline, letteredRun, times } from "./fixtures/lettered-run.ts";

const baseline = letteredBaseline({
  tests: times(4, "pp"),
  auth: ["pp", "pf", "ff", "nn"],
  "style?": times(4, "ff"),
});
const { run: same } = letteredRun(
  { tests: times(4, "p"), auth: times(4, "p"), "style?": times(4, "p") },
  { id: "20261124-021530-042-efgh" },
);

type Options = Partial<Parameters<typeof fitBaseline>[2]>;
const fit = (run: RunRecord, options: Options = {}) =>
  fitBaseline(baseline, run, {
    checks: hashesOf(run),
    isSelection: false,
    allow: [],
    place: "evals/x/baseline",
    ...options,
  });

/** The run with other cases. */
const withCases = (
  change: (cases: RunRecord["suite"]["cases"]) => RunRecord["suite"]["cases"],
) => ({
  ...same,
  suite: { ...same.suite, cases: change(same.suite.cases) },
});

test("nothing is outdated where the checks are the same", () => {
  const { arm, outdated, notes } = fit(same);
  expect({ outdated, notes }).toEqual({ outdated: [], notes: [] });
  expect(arm.samples.map(({ passes }) => passes)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    true,
    true,
  ]);
});

test("gates with another check, and gates that are new, are to be graded again", () => {
  expect(fit(same, { checks: hashesOf(same, ["auth"]) }).outdated).toEqual(["auth"]);
  const { run } = letteredRun({
    tests: times(4, "p"),
    auth: times(4, "p"),
    "style?": times(4, "p"),
    logging: times(4, "p"),
  });
  const { outdated, notes } = fit({ ...run, id: same.id });
  expect(outdated).toEqual(["logging"]);
  expect(notes).toEqual(["Gates added since the baseline: logging."]);
});

test("levels are those of today, and it is said where they were others", () => {
  const { run } = letteredRun({
    tests: times(4, "p"),
    "auth?": times(4, "p"),
    style: times(4, "p"),
  });
  const { arm, notes } = fit({ ...run, id: same.id });
  expect(arm.samples.every(({ passes }) => passes === false)).toBe(true);
  expect(notes).toEqual([
    "Gates that are advisory now, required in the baseline: auth.",
    "Gates that are required now, advisory in the baseline: style.",
  ]);
});

test("a gate that is gone from the suite is named", () => {
  const { run } = letteredRun({ tests: times(4, "p"), "style?": times(4, "p") });
  expect(fit({ ...run, id: same.id }).notes).toEqual([
    "Gates of the baseline that the suite has no more: auth.",
  ]);
});

test("gates that were not selected are no difference", () => {
  expect(fit({ ...same, gates: ["tests"] })).toMatchObject({ outdated: [], notes: [] });
});

test.each([
  ["agent", { ...same, agent: { ...same.agent, name: "y" } }, "Another agent: x and y."],
  [
    "requests",
    withCases(([first, ...rest]) => [{ ...first!, requestHash: same.suite.hash }, ...rest]),
    "Cases with other texts: case-1.",
  ],
  [
    "cases",
    withCases((cases) => [...cases, { ...cases[0]!, id: "newer" }]),
    "Cases only in this run: newer.",
  ],
  ["cases", withCases((cases) => cases.slice(1)), "Cases only in baseline: case-1."],
] as const)("another %s is refused, and can be left out", (kind, run, description) => {
  let error: unknown = null;
  try {
    fit(run);
  } catch (caught) {
    error = caught;
  }
  expect(error).toMatchObject({
    code: "baseline/not-comparable",
    place: "evals/x/baseline",
    exitCode: 2,
  });
  const { message, hint } = error as { message: string; hint: string };
  expect(message).toContain(description);
  expect(hint).toContain(`--allow ${kind}`);
  expect(() => fit(run, { allow: [kind] })).not.toThrow();
});

test("cases that somebody left out on purpose are left out on both sides", () => {
  const { arm } = fit(
    withCases((cases) => cases.slice(2)),
    { isSelection: true },
  );
  expect(arm.run.suite.cases.map(({ id }) => id)).toEqual(["case-3", "case-4"]);
  expect(arm.samples).toHaveLength(4);
});

test("a case's gates are those of today: what it was not graded by is outdated", () => {
  const narrow = letteredBaseline({ tests: times(2, "p"), auth: times(2, "p") });
  const [first, ...rest] = narrow.run.suite.cases;
  const { auth: _, ...verdicts } = narrow.samples[0]!.verdicts!;
  const before = {
    ...narrow,
    run: {
      ...narrow.run,
      suite: { ...narrow.run.suite, cases: [{ ...first!, gates: ["tests"] }, ...rest] },
    },
    samples: [{ ...narrow.samples[0]!, verdicts }, ...narrow.samples.slice(1)],
  };
  const { run } = letteredRun({ tests: times(2, "p"), auth: times(2, "p") }, { id: same.id });
  const options = { checks: hashesOf(run), isSelection: false, allow: [], place: "" };
  expect(fitBaseline(before, run, options).outdated).toEqual(["auth"]);
});

test("a fitted baseline compares with a run of other repeats", () => {
  const { run, samples } = letteredRun(
    { tests: times(4, "fff"), auth: times(4, "ppp"), "style?": times(4, "ppp") },
    { id: same.id },
  );
  const after = { name: "after", run, promptVersion: "x", model: "claude-haiku-5-5", samples };
  const options = { scope: "suite", margin: 0.05, alpha: 0.05 } as const;
  const [comparison] = compareArms([fit(run).arm, after], options, ["checks"]).comparisons;
  expect(comparison).toMatchObject({
    verdict: { kind: "regressed" },
    total: { pairs: 4, answers: { before: 8, after: 12 } },
  });
});
