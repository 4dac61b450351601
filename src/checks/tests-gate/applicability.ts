import { hasLogic } from "../../answer/index.ts";
import type { Program } from "../../answer/index.ts";
import type { Evidence } from "../../record/index.ts";
import { asksForTests } from "../asks-for-tests.ts";
import { evidenceAt } from "../evidence.ts";

/**
 * What makes the gate `tests` apply, test code apart: an endpoint, a function of the
 * implementation with logic, or a request that asks for tests. Null where nothing does.
 */
export function whyTestsApply(
  program: Program,
  request: string | null,
): { readonly evidence: readonly Evidence[] } | null {
  const endpoints = program.endpoints.map((one) => evidenceAt(one.module, one.node));
  if (endpoints.length > 0) return { evidence: endpoints };
  const functions = program.modules
    .filter((module) => module.role === "implementation")
    .flatMap((module) => module.functions)
    .filter(hasLogic);
  if (functions.length > 0) {
    return { evidence: functions.map((one) => evidenceAt(one.module, one.node)) };
  }
  return request !== null && asksForTests(request) ? { evidence: [] } : null;
}

/** The start of every file of test code. */
export function placesOfTestCode(program: Program): readonly Evidence[] {
  return program.modules
    .filter((module) => module.role === "test")
    .map((module) => evidenceAt(module, module.root));
}
