import { readBenchmarks } from "../answer/index.ts";
import { findLoadCommands } from "./benchmarks/load-commands.ts";
import { evidenceAt, evidenceAtAnswerLine } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * There is a benchmark or load test that can be run: a test with pytest-benchmark, a locust or k6
 * script, a command of wrk, hey, ab, oha and their like with its arguments, or a script that takes
 * the time of calls. A tool's name alone, advice to measure, an `EXPLAIN` and a middleware that
 * logs latencies are none. Applies where there is an endpoint.
 */
export const benchmarks: Check = {
  id: "benchmarks",
  decide({ answer, program }) {
    const { endpoints } = program;
    if (endpoints.length === 0) return notApplicable("the answer defines no endpoint");
    const inPython = readBenchmarks(program);
    const commands = findLoadCommands(answer);
    const places = [
      ...inPython.map((one) => evidenceAt(one.module, one.node)),
      ...commands.map(({ line }) => evidenceAtAnswerLine(answer, line)),
    ];
    if (places.length > 0) {
      const kinds = new Set<string>(inPython.map((one) => one.kind));
      if (commands.length > 0) kinds.add("a command or script of a load tool");
      return pass(`there is something to measure with: ${[...kinds].join(", ")}`, places);
    }
    return fail(
      "no benchmark, load test or timing script that can be run",
      endpoints.map((one) => evidenceAt(one.module, one.node)),
    );
  },
};
