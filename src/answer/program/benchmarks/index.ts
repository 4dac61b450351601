export { readBenchmarks } from "./read-benchmarks.ts";
export type { PythonBenchmark } from "./read-benchmarks.ts";
