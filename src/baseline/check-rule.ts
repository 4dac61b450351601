import {
  compareArms,
  resolveComparisonExit,
  type Arm,
  type CompareOptions,
  type Comparison,
} from "../compare/index.ts";
import type { RunRecord } from "../record/index.ts";
import { assumeBaseline, imagineArm } from "./imagine-arm.ts";

/** What a gate on a baseline is asked with. */
export interface GateRule extends CompareOptions {
  /** What cannot be told fails, too. */
  readonly strict: boolean;
}

/** Why a gate on a baseline would say the same whatever comes out, and what to do about it. */
export interface RuleFault {
  readonly kind: "cannot-fail" | "cannot-pass";
  readonly message: string;
  readonly remedy: string;
}

/** More repeats than this are no remedy. */
const mostRepeats = 25;

/**
 * Whether the gate rule can both pass and fail: it is asked about candidates that fail everything
 * in one required gate or in all of them, and about one that passes everything. A rule that cannot
 * fail lets anything through; one that cannot pass costs a run that says nothing.
 *
 * @param baseline with the verdicts of today's checks; null: there is none yet, and one with as many
 * repeats as the run is assumed, of which every answer passes
 * @param run planned
 * @param options.candidates alpha is shared out among so many
 */
export function checkRule(
  baseline: Arm | null,
  run: RunRecord,
  options: { readonly rule: GateRule; readonly candidates?: number },
): RuleFault | null {
  const { repeats } = run;
  const rule = {
    ...options.rule,
    alpha: options.rule.alpha / Math.max(1, options.candidates ?? 1),
  };
  const judge = (count: number, failing: readonly string[]) => {
    const before = baseline ?? assumeBaseline(run, count);
    return compareWith(before, imagineArm(before, run, { repeats: count, failing }), rule);
  };
  const required = run.suite.gates
    .filter(({ id, level }) => level === "required" && run.gates.includes(id))
    .map(({ id }) => id);
  // All gates at once share alpha, so that one alone may be seen where all are not.
  const canFail = (count: number) =>
    [required, ...required.map((id) => [id])].some((failing) =>
      isRegression(judge(count, failing)),
    );
  const canPass = (count: number) => exitOf(judge(count, []), rule) === 0;

  const best = judge(repeats, []);
  if (best.verdict.kind === "nothing-compared" || best.verdict.kind === "incomplete") {
    return {
      kind: "cannot-pass",
      message: "Too little is decided: no comparison can pass.",
      remedy:
        baseline === null
          ? "Give the suite's required gates a `check`."
          : "Bless a run in which the required gates are decided: assay bless <run>",
    };
  }
  if (!canFail(repeats)) {
    return explainCannotFail(best, { repeats, rule, enough: findEnough(repeats, canFail) });
  }
  if (!canPass(repeats)) {
    return explainCannotPass(best, { repeats, rule, enough: findEnough(repeats, canPass) });
  }
  return null;
}

function findEnough(repeats: number, isEnough: (count: number) => boolean): number | null {
  for (let count = repeats + 1; count <= mostRepeats; count += 1) {
    if (isEnough(count)) return count;
  }
  return null;
}

function isRegression({ verdict }: Comparison): boolean {
  return resolveComparisonExit([verdict], { strict: false }) === 1;
}

function exitOf({ verdict }: Comparison, rule: GateRule): number {
  return resolveComparisonExit([verdict], rule);
}

function compareWith(baseline: Arm, candidate: Arm, rule: GateRule): Comparison {
  const allow = ["agent", "cases", "requests", "gates", "checks"] as const;
  const [comparison] = compareArms([baseline, candidate], rule, allow).comparisons;
  if (!comparison) throw new Error("Two arms make one comparison.");
  return comparison;
}

interface Situation {
  readonly repeats: number;
  readonly rule: GateRule;
  /** Repeats that are enough; null: none are. */
  readonly enough: number | null;
}

function explainCannotFail(
  { total, before }: Comparison,
  { repeats, rule, enough }: Situation,
): RuleFault {
  const passing = Math.round((total.rates?.before ?? 0) * 100);
  const size = sizeOf(
    total.pairs,
    repeats,
    passing < 100 ? ` (the baseline passes ${passing}%)` : "",
  );
  if ((before.rate ?? 0) === 0) {
    return {
      kind: "cannot-fail",
      message: "Nothing of the baseline passes: no candidate can be worse.",
      remedy: "Bless a run that is worth keeping: assay bless <run>",
    };
  }
  return {
    kind: "cannot-fail",
    message: `With ${size} no regression can reach p ≤ ${formatLevel(rule.alpha)}, even if every answer fails: this gate cannot fail.`,
    remedy:
      enough === null
        ? "Add cases; more repeats do not help."
        : `Use --repeat ${enough}, or add cases.`,
  };
}

function explainCannotPass({ total }: Comparison, { repeats, rule, enough }: Situation): RuleFault {
  return {
    kind: "cannot-pass",
    message: `With ${sizeOf(total.pairs, repeats)} a drop of ${formatSize(rule.margin)} cannot be ruled out, even if every answer passes: with --strict this gate cannot pass.`,
    remedy: [
      ...(enough === null ? ["Add cases"] : [`Use --repeat ${enough}, add cases`]),
      "take a larger --margin, or leave --strict out.",
    ].join(", "),
  };
}

/** `4 cases and 1 answer each`. */
function sizeOf(cases: number, repeats: number, aside = ""): string {
  const answers = repeats === 1 ? "1 answer" : `${repeats} answers`;
  return `${cases === 1 ? "1 case" : `${cases} cases`}${aside} and ${answers} each`;
}

/** `.03`, `.015`. */
function formatLevel(level: number): string {
  return String(Number(level.toPrecision(2))).replace(/^0/u, "");
}

/** `5 pp`. */
function formatSize(margin: number): string {
  return `${Number((margin * 100).toPrecision(3))} pp`;
}
