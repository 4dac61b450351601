import { textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { callsOf, readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import type { PythonModule } from "../types.ts";
import { readTimings } from "./timed-functions.ts";

/** A benchmark or load test in the answer's Python. */
export interface PythonBenchmark {
  readonly kind: "pytest-benchmark" | "locust" | "timeit" | "timing script";
  readonly module: PythonModule;
  readonly node: SyntaxNode;
}

/** Benchmarks and load tests written in Python, test code included. */
export function readBenchmarks(program: Program): readonly PythonBenchmark[] {
  return [
    ...program.modules.flatMap((module) => [...fixtureTests(program, module), ...users(module)]),
    ...timeitCalls(program),
    ...readTimings(program).map(({ module, node }): PythonBenchmark => ({
      kind: "timing script",
      module,
      node,
    })),
  ];
}

/** Tests that ask for the fixture `benchmark` and call it, or are marked as benchmarks. */
function fixtureTests(program: Program, module: PythonModule): readonly PythonBenchmark[] {
  return module.functions
    .filter((one) => {
      if (!one.name.startsWith("test") && !one.name.startsWith("bench")) return false;
      if (one.decorators.some((node) => /\bmark\.benchmark\b/u.test(textOf(node)))) return true;
      const fixture = one.parameters.find((parameter) =>
        /^(?:aio_|async_)?benchmark(?:_weave|_async)?$/u.test(parameter.name),
      );
      return (
        fixture !== undefined &&
        (callsOf(program, one).some((call) => isUseOf(fixture.name, call)) ||
          new RegExp(`@${fixture.name}\\b`, "u").test(textOf(one.body)))
      );
    })
    .map(({ node }) => ({ kind: "pytest-benchmark", module, node }));
}

/** `benchmark(…)`, `benchmark.pedantic(…)` */
function isUseOf(fixture: string, call: LocatedCall): boolean {
  return call.receiver === null ? call.name === fixture : textOf(call.receiver) === fixture;
}

/** Locust's users. */
function users(module: PythonModule): readonly PythonBenchmark[] {
  if (!module.imports.some((one) => one.from.split(".")[0] === "locust")) return [];
  return module.classes
    .filter((one) => one.bases.some((base) => /(?:^|\.)(?:\w*HttpUser|User)$/u.test(textOf(base))))
    .map(({ node }) => ({ kind: "locust", module, node }));
}

function timeitCalls(program: Program): readonly PythonBenchmark[] {
  return readCalls(program)
    .filter((one) => /^(?:timeit|repeat|autorange|bench_func|bench_async_func)$/u.test(one.name))
    .filter((one) => one.module.imports.some(({ from }) => /^(?:timeit|pyperf)$/u.test(from)))
    .map(({ module, node }) => ({ kind: "timeit", module, node }));
}
