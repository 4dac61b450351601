import { answeredGate } from "../record/index.ts";
import type { ArmFacts, BrokenCase, GateComparison, Verdict } from "./types.ts";

/** What the verdict needs to know of a gate. */
type JudgedGate = Pick<GateComparison, "gate" | "level" | "pairs" | "decision" | "p">;

/**
 * The verdict on a candidate, by the gate rule. Of the required gates, and of all of them
 * together:
 *
 * 1. one is worse beyond chance, and a drop of the margin cannot be ruled out: regressed;
 * 2. a case is worse on its own, beyond chance: case broken;
 * 3. one is better beyond chance, and none worse: improved;
 * 4. a drop of the margin is ruled out for every one: worse within the margin, where one is worse
 *    beyond chance, else no regression;
 * 5. else the data cannot tell.
 *
 * What is missing comes before all of it: a part of the answers proves nothing.
 */
export function judgeComparison(parts: {
  readonly total: JudgedGate;
  readonly gates: readonly JudgedGate[];
  readonly brokenCases: readonly BrokenCase[];
  readonly before: Pick<ArmFacts, "samples" | "missing">;
  readonly after: Pick<ArmFacts, "samples" | "missing">;
  /** Largest share of missing samples with which rates still count. */
  readonly maxMissingRate: number;
}): Verdict {
  const { total, gates, brokenCases, before, after, maxMissingRate } = parts;
  const required = gates.filter(({ level }) => level === "required");
  const compared = required.filter(({ pairs }) => pairs > 0);
  const family = [total, ...compared];
  const named = (...wanted: readonly GateComparison["decision"][]) =>
    family.filter(({ decision }) => wanted.includes(decision)).toSorted(byStrength);
  const open = named("inconclusive").map(({ gate }) => gate);
  const verdict = (kind: Verdict["kind"], found: readonly JudgedGate[]): Verdict => ({
    kind,
    gates: found.map(({ gate }) => gate),
    open,
  });

  // That a model answers at all is no check.
  const checks = compared.filter(({ gate }) => gate !== answeredGate || required.length === 1);
  if (checks.length === 0 || total.pairs === 0) return verdict("nothing-compared", []);
  const tooMuch = [before, after].some(
    ({ missing, samples }) => missing > maxMissingRate * samples,
  );
  if (tooMuch) return verdict("incomplete", []);

  const regressed = named("regressed");
  if (regressed.length > 0) return verdict("regressed", regressed);
  if (brokenCases.length > 0) return verdict("case-broken", [total]);
  const worse = named("worse-within-margin");
  const improved = named("improved");
  if (improved.length > 0 && worse.length === 0) return verdict("improved", improved);
  if (open.length > 0) return verdict("inconclusive", [total]);
  return worse.length > 0
    ? verdict("worse-within-margin", worse)
    : verdict("no-regression", [total]);
}

/** The smallest p value first, of either direction; the order of the suite among equals. */
function byStrength(a: JudgedGate, b: JudgedGate): number {
  return (a.p?.twoSided ?? 1) - (b.p?.twoSided ?? 1);
}

/**
 * What verdicts mean for the exit code: 0 fine, 1 a regression (with `strict` also where the data
 * cannot tell), 3 nothing or too little was compared.
 */
export function resolveComparisonExit(
  verdicts: readonly Verdict[],
  { strict }: { readonly strict: boolean },
): 0 | 1 | 3 {
  const has = (...kinds: readonly Verdict["kind"][]) =>
    verdicts.some(({ kind }) => kinds.includes(kind));
  if (verdicts.length === 0 || has("nothing-compared", "incomplete")) return 3;
  if (has("regressed", "case-broken")) return 1;
  return strict && has("inconclusive") ? 1 : 0;
}
