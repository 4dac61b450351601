import { expect, test } from "vitest";
import type { AnswerLine, Verdict } from "../record/index.ts";
import { compareArms } from "./compare-arms.ts";
import { makeArm, times } from "./fixtures/make-arm.ts";
import { regradeArms } from "./regrade-arms.ts";
import type { Arm } from "./types.ts";

async function* answersOf(arm: Arm): AsyncGenerator<AnswerLine> {
  for (const { key, answer } of arm.samples) {
    if (answer) yield { kind: "answer", sample: key, status: "answered", answer };
  }
}

const fail: Verdict = { outcome: "fail", score: null, reason: "It is not there.", evidence: [] };

test("only the gates that are named get other verdicts, and only answers get any", async () => {
  const arm = makeArm({ tests: [...times(19, "p"), "."], auth: [...times(19, "p"), "."] });
  const asked: (readonly string[])[] = [];
  const [regraded] = await regradeArms([arm], {
    answers: answersOf(arm),
    gates: ["tests", "unknown"],
    grade: async ({ gates, request }) => {
      asked.push([request, ...gates]);
      await new Promise(setImmediate);
      return { tests: fail };
    },
  });
  expect(asked).toHaveLength(19);
  expect(asked[0]).toEqual(["Build case-1.", "tests"]);
  expect(regraded).toMatchObject({ isRegraded: true, run: arm.run });
  expect(regraded!.samples.map(({ passes }) => passes)).toEqual([
    ...times(19, "f").map(() => false),
    null,
  ]);
  expect(regraded!.samples[0]!.verdicts).toMatchObject({ tests: fail, auth: { outcome: "pass" } });
  expect(regraded!.samples.at(-1)).toEqual(arm.samples.at(-1));
  expect(arm.samples[0]!.passes).toBe(true);
  const [comparison] = compareArms([{ ...arm, name: "before" }, regraded!], {
    scope: "suite",
    margin: 0.05,
    alpha: 0.05,
  }).comparisons;
  expect(comparison).toMatchObject({
    before: { regraded: false },
    after: { regraded: true, rate: 0 },
    verdict: { kind: "regressed", gates: [null, "tests"] },
  });
});

test("what the grader throws ends it", async () => {
  const arm = makeArm({ tests: times(30, "p") });
  const broken = regradeArms([arm], {
    answers: answersOf(arm),
    gates: ["tests"],
    grade: () => Promise.reject(new Error("no grader")),
  });
  await expect(broken).rejects.toThrow("no grader");
});
