import { expect, test } from "vitest";
import type { Arm } from "../compare/index.ts";
import { checkRule, type GateRule } from "./check-rule.ts";
import { letteredBaseline, letteredRun, times, type Letters } from "./fixtures/lettered-run.ts";

const usual: GateRule = { scope: "suite", margin: 0.05, alpha: 0.05, strict: false };

function armOf(gates: Letters): Arm {
  const { run, samples, record } = letteredBaseline(gates);
  return {
    name: "baseline",
    run,
    promptVersion: record.promptVersion.name,
    model: record.model.id,
    samples,
  };
}

/** Checks a run of as many cases as the baseline's against it. */
function check(
  gates: Letters,
  {
    repeats = 1,
    candidates = 1,
    isBlessed = true,
    ...rule
  }: Partial<GateRule> & { repeats?: number; candidates?: number; isBlessed?: boolean } = {},
) {
  const { run } = letteredRun(gates);
  return checkRule(
    isBlessed ? armOf(gates) : null,
    { ...run, repeats },
    {
      rule: { ...usual, ...rule },
      candidates,
    },
  );
}

test.each<[string, ReturnType<typeof check>, string, string]>([
  [
    "4 cases with one answer each cannot fail",
    check({ tests: times(4, "p") }),
    "With 4 cases and 1 answer each no regression can reach p ≤ .05, even if every answer fails: this gate cannot fail.",
    "Use --repeat 2, or add cases.",
  ],
  [
    "nor can they before there is a baseline; repeats are of both sides then",
    check({ tests: times(2, "p") }, { isBlessed: false }),
    "With 2 cases and 1 answer each no regression can reach p ≤ .05, even if every answer fails: this gate cannot fail.",
    "Use --repeat 2, or add cases.",
  ],
  [
    "a single case against a single answer cannot fail with any repeats that help",
    check({ tests: ["p"] }, { alpha: 0.001 }),
    "With 1 case and 1 answer each no regression can reach p ≤ .001, even if every answer fails: this gate cannot fail.",
    "Add cases; more repeats do not help.",
  ],
  [
    "two candidates share alpha",
    check({ tests: times(5, "p") }, { candidates: 2 }),
    "With 5 cases and 1 answer each no regression can reach p ≤ .025, even if every answer fails: this gate cannot fail.",
    "Use --repeat 2, or add cases.",
  ],
  [
    "a baseline that mostly fails leaves little to lose",
    check({ tests: ["p", "p", ...times(10, "f")] }),
    "With 12 cases (the baseline passes 17%) and 1 answer each no regression can reach p ≤ .05, even if every answer fails: this gate cannot fail.",
    "Use --repeat 4, or add cases.",
  ],
  [
    "a baseline of which nothing passes cannot be worse",
    check({ tests: times(12, "f") }),
    "Nothing of the baseline passes: no candidate can be worse.",
    "Bless a run that is worth keeping: assay bless <run>",
  ],
  [
    "a strict gate on 20 cases with 5 answers cannot pass within 5 points",
    check({ tests: times(20, "ppppp") }, { repeats: 5, strict: true }),
    "With 20 cases and 5 answers each a drop of 5 pp cannot be ruled out, even if every answer passes: with --strict this gate cannot pass.",
    "Use --repeat 12, add cases, take a larger --margin, or leave --strict out.",
  ],
  [
    "without any check, nothing can pass",
    check({ answered: times(9, "p"), tests: times(9, "n") }),
    "Too little is decided: no comparison can pass.",
    "Bless a run in which the required gates are decided: assay bless <run>",
  ],
])("%s", (_, fault, message, remedy) => {
  expect(fault).toMatchObject({ message, remedy });
});

test.each<[string, ReturnType<typeof check>]>([
  ["6 cases with one answer each", check({ tests: times(6, "p") })],
  ["4 cases with repeats", check({ tests: times(4, "p") }, { repeats: 2 })],
  [
    "many gates that would share alpha, of which one alone can fail",
    check({ a: times(6, "p"), b: times(6, "p"), c: times(6, "p"), d: times(6, "p") }),
  ],
  ["one case, often enough", check({ tests: ["ppppp"] }, { repeats: 5 })],
  ["a baseline of 10 and a candidate of 3", check({ tests: ["pppppppppp"] }, { repeats: 3 })],
  [
    "a strict gate with room",
    check({ tests: times(20, "ppppp") }, { repeats: 5, strict: true, margin: 0.1 }),
  ],
  ["advisory gates beside", check({ tests: times(6, "p"), "style?": times(6, "f") })],
])("%s can pass and fail", (_, fault) => {
  expect(fault).toBeNull();
});
