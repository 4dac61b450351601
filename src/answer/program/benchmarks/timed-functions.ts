import { childAt, textOf } from "../../python/syntax-tree.ts";
import type { SyntaxNode } from "../../python/syntax-tree.ts";
import type { Program } from "../build-program.ts";
import { ownNodes } from "../function-body.ts";
import { readCalls } from "../located-calls.ts";
import type { LocatedCall } from "../located-calls.ts";
import { reachableFunctions } from "../reachable-functions.ts";
import type { PythonFunction, PythonModule } from "../types.ts";

const clockNames =
  /^(?:perf_counter|perf_counter_ns|time|time_ns|monotonic|monotonic_ns|process_time|process_time_ns|default_timer|now|utcnow)$/u;
const benchmarkPath =
  /(?:^|[/_.-])(?:bench\w*|perf\w*|load_?tests?|stress\w*|timings?)(?:[/_.-]|$)/iu;

/**
 * Where a script or a test takes the time that calls need: two readings of a clock and their
 * difference, at the top of a module, in a test, or in a function that a script runs. Middlewares,
 * endpoints and decorators that log latencies are none, as no script runs them.
 */
export function readTimings(program: Program): readonly LocatedCall[] {
  const clocks = readCalls(program).filter((one) => clockNames.test(one.name));
  if (clocks.length < 2) return [];
  const owners = Map.groupBy(clocks, (one) => one.function ?? one.module.root);
  let run: ReadonlySet<PythonFunction> | null = null;
  return [...owners.values()].flatMap((readings): readonly LocatedCall[] => {
    const [first] = readings;
    if (first === undefined || !takesDifference(first, readings)) return [];
    if (first.function === null || isScript(first.module, program)) return [first];
    run ??= functionsRunByScripts(program);
    return run.has(first.function) ? [first] : [];
  });
}

function takesDifference(first: LocatedCall, readings: readonly LocatedCall[]): boolean {
  if (readings.length < 2) return false;
  const nodes = new Set(readings.map((one) => one.node));
  const names = new Set(readings.flatMap((one) => targetOf(one.node) ?? []));
  const isReading = (node: SyntaxNode | undefined): boolean =>
    node !== undefined && (nodes.has(node) || names.has(textOf(node)));
  for (const node of ownNodes(first.function?.body ?? first.module.root)) {
    if (node.type !== "binary_operator") continue;
    if (node.children[1]?.type !== "-") continue;
    if (isReading(childAt(node, "left")) && isReading(childAt(node, "right"))) return true;
  }
  return false;
}

function targetOf(clock: SyntaxNode): string | null {
  const above = clock.parent;
  if (above?.type !== "assignment" && above?.type !== "named_expression") return null;
  const target = childAt(above, above.type === "assignment" ? "left" : "name");
  return target === undefined ? null : textOf(target);
}

/** Test code, and files that are there to measure or to be run, without routes of their own. */
function isScript(module: PythonModule, program: Program): boolean {
  if (module.role === "test") return true;
  if (program.endpoints.some((one) => one.module === module)) return false;
  return (
    benchmarkPath.test(module.file.path) ||
    /^if __name__ == ["']__main__["']/mu.test(module.file.text)
  );
}

function functionsRunByScripts(program: Program): ReadonlySet<PythonFunction> {
  const called = readCalls(program)
    .filter((one) => one.function === null && one.node.parent?.type !== "decorator")
    .flatMap((one) => program.calleesAt(one.node));
  return new Set(
    called.flatMap((one) =>
      one.kind === "function"
        ? reachableFunctions(program, one).filter(
            (next) => !next.parameters.some((parameter) => parameter.name === "call_next"),
          )
        : [],
    ),
  );
}
