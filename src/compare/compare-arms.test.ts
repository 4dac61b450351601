import fc from "fast-check";
import { expect, test } from "vitest";
import { compareArms } from "./compare-arms.ts";
import { makeArm, times, type ArmOptions, type Letters } from "./fixtures/make-arm.ts";
import { resolveComparisonExit } from "./judge-comparison.ts";
import type { Comparison, CompareOptions } from "./types.ts";

type Gates = Readonly<Record<string, readonly Letters[]>>;

const usual: CompareOptions = { scope: "suite", margin: 0.05, alpha: 0.05 };

function compare(before: Gates, after: Gates, options: Partial<CompareOptions> = {}): Comparison {
  const arms = [makeArm(before, { name: "before" }), makeArm(after, { name: "after" })];
  return compareArms(arms, { ...usual, ...options }).comparisons[0]!;
}

/** A gate of some cases whose answers all pass, apart from those given. */
const passing = (count: number, letters: Letters, others: readonly Letters[] = []) => [
  ...others,
  ...times(count - others.length, letters),
];

const verdicts: readonly (readonly [
  name: string,
  before: Gates,
  after: Gates,
  kind: Comparison["verdict"]["kind"],
  exit: number,
  options: Partial<CompareOptions>,
])[] = [
  [
    "16 single answers that all pass prove nothing within 5 points",
    { tests: passing(16, "p") },
    { tests: passing(16, "p") },
    "inconclusive",
    0,
    {},
  ],
  [
    "50 cases × 10 that all pass rule a drop of 5 points out",
    { tests: passing(50, "pppppppppp") },
    { tests: passing(50, "pppppppppp") },
    "no-regression",
    0,
    {},
  ],
  [
    "20 cases × 5 that all pass do not",
    { tests: passing(20, "ppppp") },
    { tests: passing(20, "ppppp") },
    "inconclusive",
    0,
    {},
  ],
  [
    "one fully broken case of 20 × 5 is a regression",
    { tests: passing(20, "ppppp") },
    { tests: passing(20, "ppppp", ["fffff"]) },
    "regressed",
    1,
    {},
  ],
  [
    "a broken case is seen behind others that got better",
    { tests: passing(20, "ppppp", ["ppppp", ...times(3, "ppfff")]) },
    { tests: passing(20, "ppppp", ["fffff", ...times(3, "pppff")]) },
    "case-broken",
    1,
    {},
  ],
  [
    "13 of 16 single answers that fail now are a regression",
    { tests: passing(16, "p") },
    { tests: passing(16, "p", times(13, "f")) },
    "regressed",
    1,
    {},
  ],
  [
    "so are 5: where single cases can tell nothing, the gate has all of alpha",
    { tests: passing(16, "p") },
    { tests: passing(16, "p", times(5, "f")) },
    "regressed",
    1,
    {},
  ],
  [
    "a broken case is seen among eight that pass by chance",
    { tests: passing(50, "ppppp", ["ppppp", ...times(8, "ppfff")]) },
    { tests: passing(50, "ppppp", ["fffff", ...times(8, "pppff")]) },
    "case-broken",
    1,
    {},
  ],
  [
    "4 of 16 are not: such things happen by chance",
    { tests: passing(16, "p") },
    { tests: passing(16, "p", times(4, "f")) },
    "inconclusive",
    0,
    {},
  ],
  [
    "many small losses in a large suite stay within the margin",
    { tests: passing(200, "ppppp") },
    { tests: passing(200, "ppppp", times(20, "ppppf")) },
    "worse-within-margin",
    0,
    {},
  ],
  [
    "13 of 16 that pass now are an improvement",
    { tests: passing(16, "p", times(13, "f")) },
    { tests: passing(16, "p") },
    "improved",
    0,
    {},
  ],
  [
    "a loss that is spread over gates is seen in all of them together",
    { auth: passing(16, "p"), tests: passing(16, "p"), types: passing(16, "p") },
    {
      auth: passing(16, "p", times(4, "f")),
      tests: [...times(4, "p"), ...times(4, "f"), ...times(8, "p")],
      types: [...times(8, "p"), ...times(4, "f"), ...times(4, "p")],
    },
    "regressed",
    1,
    {},
  ],
  [
    "advisory gates never fail a comparison",
    { tests: passing(50, "pppppppppp"), "style?": passing(50, "pppppppppp") },
    { tests: passing(50, "pppppppppp"), "style?": times(50, "ffffffffff") },
    "no-regression",
    0,
    {},
  ],
  [
    "too much is missing, whatever the rest says",
    { tests: passing(16, "p") },
    { tests: passing(16, "p", ["f", "f", "f", "f", "f", "f", "f", ".", "."]) },
    "incomplete",
    3,
    {},
  ],
  [
    "errors of checks are missing, not failures",
    { tests: passing(50, "pppppppppp") },
    { tests: passing(50, "pppppppppp", ["eeeeeeeeee"]) },
    "no-regression",
    0,
    {},
  ],
  [
    "unchecked gates are nothing to compare",
    { tests: times(16, "u") },
    { tests: times(16, "u") },
    "nothing-compared",
    3,
    {},
  ],
  [
    "nor are gates that apply to nothing",
    { tests: times(16, "n") },
    { tests: times(16, "n") },
    "nothing-compared",
    3,
    {},
  ],
  [
    "that there are answers is no check",
    { answered: passing(50, "pppppppppp"), tests: times(50, "uuuuuuuuuu") },
    { answered: passing(50, "pppppppppp"), tests: times(50, "uuuuuuuuuu") },
    "nothing-compared",
    3,
    {},
  ],
  [
    "cases like these: a loss in most of 20 cases × 5 is a regression",
    { tests: passing(20, "ppppp") },
    { tests: passing(20, "ppppp", times(14, "pppff")) },
    "regressed",
    1,
    { scope: "population" },
  ],
  [
    "cases like these: one broken case of 20 may be chance",
    { tests: passing(20, "ppppp") },
    { tests: passing(20, "ppppp", ["fffff"]) },
    "inconclusive",
    0,
    { scope: "population" },
  ],
];

test.each(verdicts)("%s", (_, before, after, kind, exit, options) => {
  const comparison = compare(before, after, options);
  expect(comparison.verdict.kind).toBe(kind);
  expect(resolveComparisonExit([comparison.verdict], { strict: false })).toBe(exit);
  expect(resolveComparisonExit([comparison.verdict], { strict: true })).toBe(
    kind === "inconclusive" ? 1 : exit,
  );
});

test("the numbers of a single gate are those of McNemar and Tango", () => {
  const { total, gates } = compare(
    { tests: passing(20, "p") },
    { tests: passing(20, "p", ["f", "f"]) },
    { margin: 0.1 },
  );
  for (const one of [total, gates[0]!]) {
    expect(one).toMatchObject({
      pairs: 20,
      answers: { before: 20, after: 20 },
      rates: { before: 1, after: 0.9 },
      p: { worse: 0.25, better: 1, twoSided: 0.5 },
      decision: "inconclusive",
    });
    expect(one.difference!.estimate).toBeCloseTo(-0.1, 12);
    expect(one.difference!.low).toBeLessThan(-0.1);
    expect(one.difference!.high).toBeGreaterThan(-0.1);
  }
});

test("a case that does not apply on one side is counted apart, in no rate", () => {
  const { gates } = compare(
    { tests: ["p", "p", "n", "n", "f", "u"], other: times(6, "p") },
    { tests: ["p", "n", "f", "n", "e", "p"], other: times(6, "p") },
  );
  expect(gates[0]).toMatchObject({
    pairs: 1,
    rates: { before: 1, after: 1 },
    unpaired: {
      noLongerApplies: ["case-2"],
      newlyApplies: ["case-3"],
      appliesToNeither: ["case-4"],
      missing: ["case-5"],
      unchecked: ["case-6"],
    },
  });
});

test("flipped cases come with the reason of an answer that fails, flaky ones apart", () => {
  const { gates, flakyCases, brokenCases } = compare(
    { tests: ["ppppp", "fffff", "pppff", "ppppp", "ppppp"] },
    { tests: ["fffff", "pppfp", "ppfff", "ppppf", "ppppp"] },
  );
  const example = {
    gate: "tests",
    reason: "tests is not there.",
    place: { file: "app/main.py", line: 12, excerpt: "def main():" },
  };
  expect(gates[0]!.flips).toEqual([
    {
      case: "case-1",
      direction: "worse",
      before: { passes: 5, answers: 5 },
      after: { passes: 0, answers: 5 },
      example: { ...example, sample: "case-1/after/recordings/1" },
    },
    {
      case: "case-2",
      direction: "better",
      before: { passes: 0, answers: 5 },
      after: { passes: 4, answers: 5 },
      example: { ...example, sample: "case-2/before/recordings/1" },
    },
  ]);
  expect(flakyCases.map((one) => one.case)).toEqual(["case-3", "case-4"]);
  expect(flakyCases[0]!.before).toMatchObject({ observed: true, index: 0.6, confirmed: true });
  expect(brokenCases.map((one) => one.case)).toEqual(["case-1"]);
  expect(brokenCases[0]!.p).toBeCloseTo(1 / 252, 12);
});

test("what an arm costs is its median and 90th percentile, and null where it is unknown", () => {
  const gates = { tests: times(11, "p") };
  const arms = [
    makeArm(gates, { name: "before", costUsd: (index) => index / 10 }),
    makeArm(gates, { name: "after" }),
  ];
  const { before, after } = compareArms(arms, usual).comparisons[0]!;
  expect(before.costUsd).toEqual({ known: 11, median: 0.5, p90: 0.9 });
  expect(after.costUsd).toEqual({ known: 0, median: null, p90: null });
  expect(after.latencyMs.median).toBeNull();
});

test("with repeats an arm has pass@k and pass^k", () => {
  const { before } = compare({ tests: ["pppp", "ppff"] }, { tests: ["pppp", "ppff"] });
  expect(before.reliability).toEqual({ k: 4, passAtK: 1, passHatK: 0.5 });
});

test("three arms are ranked; those that cannot be told apart share a letter", () => {
  const arm = (name: string, fails: number) =>
    makeArm({ tests: passing(16, "p", times(fails, "f")) }, { name });
  const { ranking, comparisons } = compareArms(
    [arm("before", 2), arm("after", 15), arm("third", 1)],
    usual,
  );
  expect(ranking!.arms.map(({ name, letters }) => [name, letters])).toEqual([
    ["third", "a"],
    ["before", "a"],
    ["after", "b"],
  ]);
  // One chance of a false alarm, shared by two candidates.
  expect(comparisons.map(({ alpha }) => alpha)).toEqual([0.025, 0.025]);
  expect(comparisons.map(({ verdict }) => verdict.kind)).toEqual(["regressed", "inconclusive"]);
});

const gates = { tests: times(4, "p"), auth: times(4, "p") };
const differences: readonly (readonly [string, ArmOptions, Gates, readonly string[]])[] = [
  ["another agent", { agent: "other" }, gates, ["agent: Another agent: agent and other."]],
  [
    "another text",
    { otherRequests: ["case-2"] },
    gates,
    ["requests: Cases with other texts: case-2."],
  ],
  [
    "a case more",
    {},
    { tests: times(5, "p"), auth: times(5, "p") },
    ["cases: Cases only in after: case-5."],
  ],
  ["a gate less", {}, { tests: times(4, "p") }, ["gates: Gates only in before: auth."]],
  [
    "another level",
    {},
    { tests: times(4, "p"), "auth?": times(4, "p") },
    ["gates: Gates of another level: auth."],
  ],
  [
    "other checks",
    { checksHash: "newer" },
    gates,
    ["checks: The verdicts come from other versions of the checks."],
  ],
];

test.each(differences)("%s is refused, and can be allowed", (_, options, other, expected) => {
  const arms = [
    makeArm(gates, { name: "before" }),
    makeArm(other, { name: "after", runId: "run-2", ...options }),
  ];
  const kinds = expected.map((line) => line.split(":")[0]!);
  let message = "";
  try {
    compareArms(arms, usual);
  } catch (error) {
    message = error instanceof Error ? error.message : "";
    expect(error).toMatchObject({ code: "compare/not-comparable", exitCode: 2 });
    expect((error as { hint: string }).hint).toContain(`--allow ${kinds[0]}`);
  }
  for (const line of expected) expect(message).toContain(line.slice(line.indexOf(":") + 2));
  const allowed = compareArms(arms, usual, ["agent", "cases", "requests", "gates", "checks"]);
  expect(allowed.comparisons[0]!.verdict.kind).toBe("inconclusive");
});

test("what differs is left out, and named", () => {
  const { leftOut, comparisons } = compareArms(
    [
      makeArm(gates, { name: "before" }),
      makeArm({ tests: times(4, "p") }, { runId: "run-2", otherRequests: ["case-2"] }),
    ],
    usual,
    ["requests", "gates"],
  );
  expect(leftOut).toEqual({ cases: ["case-2"], gates: ["auth"] });
  expect(comparisons[0]).toMatchObject({ cases: 3, total: { pairs: 3 } });
});

test("nothing in common, and nothing at all, are refused", () => {
  const before = makeArm(gates, { name: "before" });
  const others = ["case-1", "case-2", "case-3", "case-4"];
  const stranger = makeArm(gates, { runId: "run-2", otherRequests: others });
  expect(() => compareArms([before, stranger], usual, ["requests"])).toThrow("no case in common");
  const empty = makeArm({ tests: times(4, "."), auth: times(4, ".") });
  expect(() => compareArms([before, empty], usual)).toThrow("There is no answer of after");
  expect(() => compareArms([before], usual)).toThrow("two arms or more");
});

const letter = fc.constantFrom("p", "p", "p", "f", "n", "e", "u");
const letters = fc.array(letter, { minLength: 1, maxLength: 5 }).map((all) => all.join(""));
const column = fc.array(letters, { minLength: 1, maxLength: 8 });
const scopes = fc.constantFrom("suite" as const, "population" as const);

test("an arm against its twin is never worse nor better, and any comparison is plain data", () => {
  fc.assert(
    fc.property(column, scopes, (tests, scope) => {
      const report = compareArms(
        [makeArm({ tests }, { name: "before" }), makeArm({ tests }, { name: "after" })],
        { ...usual, scope },
      );
      const [comparison] = report.comparisons;
      expect(comparison!.verdict.kind).toMatch(
        /^(?:inconclusive|no-regression|incomplete|nothing-compared)$/u,
      );
      expect(comparison!.total.flips).toEqual([]);
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    }),
    { numRuns: 50 },
  );
});

test("swapping baseline and candidate mirrors the difference", () => {
  const pair = fc.array(fc.tuple(fc.constantFrom("p", "f"), fc.constantFrom("p", "f")), {
    minLength: 1,
    maxLength: 20,
  });
  fc.assert(
    fc.property(pair, scopes, (cases, scope) => {
      const before = { tests: cases.map(([first]) => first) };
      const after = { tests: cases.map(([, second]) => second) };
      const there = compare(before, after, { scope }).total;
      const back = compare(after, before, { scope }).total;
      expect(there.difference!.estimate).toBeCloseTo(-back.difference!.estimate, 12);
      expect(there.difference!.low).toBeCloseTo(-back.difference!.high, 9);
      expect(there.p!.worse).toBeCloseTo(back.p!.better, 9);
    }),
  );
});
