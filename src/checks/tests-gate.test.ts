import { describe, expect, test } from "vitest";
import { asksForTests } from "./asks-for-tests.ts";
import { gradeWith } from "./testing/grade-with.ts";
import { testsGate } from "./tests-gate.ts";
import { defects, edited, rewrites, testedAnswer } from "./tests-gate/edited-samples.ts";
import { failingSamples, passedOverSamples } from "./tests-gate/failing-samples.ts";
import { passingSamples } from "./tests-gate/passing-samples.ts";

describe.each([
  ["pass", passingSamples],
  ["fail", failingSamples],
  ["na", passedOverSamples],
])("%s", (outcome, samples) => {
  test.each(samples)("%s", async (_, answer) => {
    const verdict = await gradeWith(testsGate, answer);
    expect(verdict.outcome, verdict.reason).toBe(outcome);
  });
});

describe("one answer, edited", () => {
  test.each(defects)("fails: %s", async (_, edits) => {
    const answer = edited(testedAnswer, edits);
    expect(answer).not.toBe(testedAnswer);
    const verdict = await gradeWith(testsGate, answer);
    expect(verdict.outcome, verdict.reason).toBe("fail");
  });

  test.each(rewrites)("passes: %s", async (_, edits) => {
    const answer = edited(testedAnswer, edits);
    expect(answer).not.toBe(testedAnswer);
    const verdict = await gradeWith(testsGate, answer);
    expect(verdict.outcome, verdict.reason).toBe("pass");
  });
});

test("a pass names a test that calls and the line of the failure path", async () => {
  const { evidence, score } = await gradeWith(testsGate, testedAnswer);
  expect(score).toBe(1);
  expect(evidence.map((one) => one.excerpt)).toEqual([
    "def test_create(client):",
    "assert response.status_code == 404",
  ]);
});

test("the score is the share of tests that call and assert", async () => {
  const answer = testedAnswer.replace(/(?<=def test_create\(client\):\n).*/u, "    assert 1 == 1");
  expect((await gradeWith(testsGate, answer)).score).toBeCloseTo(2 / 3);
});

test.each([
  ["Write the tests for this module.", true],
  ["Add an endpoint, with unit tests.", true],
  ["Please add pytest coverage for login", true],
  ["Our load tests are slow. Add caching.", false],
  ["Add caching, no tests needed", false],
  ["Add a cache:\n```python\ndef test_x(): write tests\n```", false],
])("a request that asks for tests: %s", async (request, expected) => {
  expect(asksForTests(request)).toBe(expected);
  const verdict = await gradeWith(testsGate, "Use Redis.", request);
  expect(verdict.outcome).toBe(expected ? "fail" : "na");
});
