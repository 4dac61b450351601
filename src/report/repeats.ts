import type { Sample } from "../record/index.ts";
import { measureFlakiness, passAtK, passHatK, type Flakiness } from "../stats/index.ts";
import { countByCase } from "./rate.ts";

/** What the repeats of a case tell. */
export interface CaseRepeats {
  readonly case: string;
  /** Answers of which it is known whether they pass every required gate. */
  readonly answers: number;
  readonly passes: number;
  /** pass@k, 0..1, for k = 1..answers: that at least one of k answers passes. */
  readonly passAtK: readonly number[];
  /** pass^k, 0..1, for k = 1..answers: that all of k answers pass. */
  readonly passHatK: readonly number[];
  /** null: nothing is known of the case. */
  readonly flakiness: Flakiness | null;
}

/** What the repeats of an arm's cases tell. */
export interface ArmRepeats {
  /** Means over the cases, for the largest k that each of them has answers for; null: k < 2. */
  readonly overall: {
    readonly k: number;
    readonly passAtK: number;
    readonly passHatK: number;
  } | null;
  /** In the order of the plan. */
  readonly cases: readonly CaseRepeats[];
}

/** pass@k, pass^k and flakiness of each case of an arm, and over its cases. */
export function summariseRepeats(samples: readonly Sample[]): ArmRepeats {
  const counts = countByCase(
    samples.flatMap(({ case: id, passes }) =>
      passes === null ? [] : [{ case: id, held: passes }],
    ),
  );
  // Few counts are possible, and the exact interval of each takes its time.
  const known = new Map<string, Omit<CaseRepeats, "case">>();
  const cases = [...new Set(samples.map(({ case: id }) => id))].map((id) => {
    const { held, answers } = counts.get(id) ?? { held: 0, answers: 0 };
    const key = `${held}/${answers}`;
    const described = known.get(key) ?? describeCounts(held, answers);
    known.set(key, described);
    return { case: id, ...described };
  });
  return { overall: describeAll(cases.filter(({ answers }) => answers > 0)), cases };
}

function describeCounts(passes: number, answers: number): Omit<CaseRepeats, "case"> {
  const each = Array.from({ length: answers }, (_, index) => index + 1);
  return {
    answers,
    passes,
    passAtK: each.map((k) => passAtK(answers, passes, k)),
    passHatK: each.map((k) => passHatK(answers, passes, k)),
    flakiness: answers === 0 ? null : measureFlakiness(passes, answers),
  };
}

function describeAll(cases: readonly CaseRepeats[]): ArmRepeats["overall"] {
  const k = Math.min(...cases.map(({ answers }) => answers));
  if (cases.length === 0 || k < 2) return null;
  const mean = (of: (one: CaseRepeats) => readonly number[]) =>
    cases.reduce((sum, one) => sum + (of(one)[k - 1] ?? 0), 0) / cases.length;
  return { k, passAtK: mean((one) => one.passAtK), passHatK: mean((one) => one.passHatK) };
}
