import { expect, test } from "vitest";
import { hashText } from "../content-hash.ts";
import { describeChanges } from "./describe-changes.ts";
import { letteredBaseline } from "./fixtures/lettered-run.ts";

const before = letteredBaseline({ tests: ["pp", "pf"], auth: ["pp", "nn"] }).record;

test("the same is no change", () => {
  expect(describeChanges(before, structuredClone(before))).toBeNull();
});

test("what was asked of whom, and the counts of each gate that moved", () => {
  const after = letteredBaseline(
    { tests: ["fff", "ppp", "ppp"], logging: ["ppp", "ppp", "ppp"] },
    {
      id: "20261124-021530-042-efgh",
      promptVersions: [{ name: "x", path: "agents/x.md", hash: hashText("Be kind.") }],
    },
  ).record;
  const [first, ...rest] = after.cases;
  const changed = { ...after, cases: [{ ...first!, requestHash: hashText("other") }, ...rest] };
  expect(describeChanges(before, changed)).toEqual({
    facts: [
      "run: 20261123-021530-042-abcd → 20261124-021530-042-efgh",
      "prompt: another text of x",
      "repeats: 2 → 3",
      "cases added: case-3",
      "cases with other texts: case-1",
      "gates added: logging",
      "gates gone: auth",
    ],
    gates: [
      { gate: null, before: { passes: 3, answers: 4 }, after: { passes: 6, answers: 9 } },
      { gate: "tests", before: { passes: 3, answers: 4 }, after: { passes: 6, answers: 9 } },
      { gate: "logging", before: null, after: { passes: 9, answers: 9 } },
      { gate: "auth", before: { passes: 2, answers: 2 }, after: null },
    ],
  });
});
