import { descend, textOf } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import type { PythonFunction } from "../types.ts";
import { readAssertions } from "./assertions.ts";
import { firstCallUnderTest, isHttpCall } from "./code-under-test.ts";
import { findTests } from "./find-tests.ts";
import { reachFrom } from "./reached-code.ts";
import type { ReachedFunction } from "./reached-code.ts";

/** What one test does. */
export interface TestFacts {
  readonly test: PythonFunction;
  /** It calls the code under test, over HTTP or directly, itself or through helpers and fixtures. */
  readonly calls: boolean;
  /** It, or a helper that it calls, asserts on something that depends on the outcome. */
  readonly asserts: boolean;
}

/** The tests of an answer that would run, each with what it calls and asserts. */
export function readTestFacts(program: Program): readonly TestFacts[] {
  return findTests(program).map((test) => {
    const reached = reachFrom(program, test);
    const calls = reached.some((one) => callsCodeUnderTest(program, one));
    const asserts = reached.some(
      (one) => one.as !== "fixture" && readAssertions(program, one.function).length > 0,
    );
    return { test, calls, asserts };
  });
}

/** A fixture that only makes the client calls nothing by itself. */
function callsCodeUnderTest(program: Program, one: ReachedFunction): boolean {
  if (one.as === "fixture" && /\w*Client\(/u.test(textOf(one.function.body))) {
    for (const node of descend(one.function.body)) if (isHttpCall(program, node)) return true;
    return false;
  }
  return firstCallUnderTest(program, one.function) !== undefined;
}
