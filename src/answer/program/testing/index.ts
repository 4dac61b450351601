export { findFailurePath } from "./failure-paths.ts";
export { readTestFacts } from "./read-test-facts.ts";
export type { TestFacts } from "./read-test-facts.ts";
