import { findFailurePath, readTestFacts } from "../answer/index.ts";
import type { Program, TestFacts } from "../answer/index.ts";
import type { Evidence } from "../record/index.ts";
import { evidenceAt } from "./evidence.ts";
import { placesOfTestCode, whyTestsApply } from "./tests-gate/applicability.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * There is test code whose tests call the code under test (over HTTP with a client, or directly)
 * and assert on the outcome, and one of these covers a failure path: an error status, a raised
 * exception, a refused input. Tests that are always skipped, that call nothing, or that assert
 * nothing but constants do not count. The gate applies where the implementation defines an
 * endpoint or a function with logic, where there is test code, or where the request asks for tests.
 * The score is the share of the tests that call and assert.
 */
export const testsGate: Check = {
  id: "tests",
  decide({ program, request }) {
    const facts = readTestFacts(program);
    const reason = whyTestsApply(program, request);
    if (facts.length === 0) {
      const hasTestCode = program.modules.some((module) => module.role === "test");
      if (reason === null && !hasTestCode) {
        return notApplicable("the answer defines no endpoint and no function with logic");
      }
      return fail(
        hasTestCode ? "the test code has no test that would run" : "the answer has no test code",
        reason?.evidence ?? placesOfTestCode(program),
      );
    }
    const real = facts.filter((one) => one.calls && one.asserts);
    const score = real.length / facts.length;
    const [first] = real;
    if (first === undefined) {
      return fail(
        `none of ${counted(facts.length)} ${flaw(facts)}`,
        facts.map((one) => evidenceAt(one.test.module, one.test.node)),
      );
    }
    const place = firstFailurePath(program, real);
    if (place === null) {
      return fail(
        `${counted(real.length)} ${real.length === 1 ? "calls and asserts" : "call and assert"}, but none covers a failure path`,
        real.map((one) => evidenceAt(one.test.module, one.test.node)),
        score,
      );
    }
    return pass(
      `${real.length} of ${counted(facts.length)} call the code and assert on the outcome, failure paths included`,
      [evidenceAt(first.test.module, first.test.node), place],
      score,
    );
  },
};

/** The first line at which one of the tests expects a failure; null where none does. */
function firstFailurePath(program: Program, tests: readonly TestFacts[]): Evidence | null {
  for (const { test } of tests) {
    const node = findFailurePath(program, test);
    if (node !== undefined) return evidenceAt(test.module, node);
  }
  return null;
}

function flaw(facts: readonly TestFacts[]): string {
  if (facts.every((one) => !one.calls)) return "calls the code under test";
  if (facts.every((one) => !one.asserts)) return "asserts on an outcome";
  return "both calls the code under test and asserts on the outcome";
}

function counted(tests: number): string {
  return tests === 1 ? "1 test" : `${tests} tests`;
}
