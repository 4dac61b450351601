import { clusteredInterval, wilsonInterval, type Interval } from "../stats/index.ts";

/** How often something held, 0..1, with its 95 % interval; nulls where nothing was decided. */
export interface Rate {
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** Cases with at least one decided sample: the trials of the interval. */
  readonly cases: number;
}

/**
 * Rate over cases: the mean over each case's repeats, then over the cases, all of equal weight.
 * Repeats of a case resemble each other, so counting them as trials would make the interval too
 * narrow: it is clustered by case. With one answer a case it is Wilson's as it stands.
 *
 * @param decided case and whether it held, of every decided sample
 */
export function rateOverCases(
  decided: readonly { readonly case: string; readonly held: boolean }[],
): Rate {
  const counts = [...countByCase(decided).values()];
  const cases = counts.length;
  if (cases === 0) return { rate: null, interval: null, cases };
  const rates = counts.map(({ held, answers }) => held / answers);
  // A sum of fractions may end a hair above the number of cases.
  const successes = Math.min(
    rates.reduce((sum, rate) => sum + rate, 0),
    cases,
  );
  const interval =
    decided.length === cases
      ? wilsonInterval(successes, cases)
      : (clusteredInterval(rates, decided.length)?.interval ?? null);
  return { rate: successes / cases, interval, cases };
}

/** How often something held in each case, of how many answers that decide it; in their order. */
export function countByCase(
  decided: readonly { readonly case: string; readonly held: boolean }[],
): ReadonlyMap<string, { readonly held: number; readonly answers: number }> {
  const byCase = new Map<string, { held: number; answers: number }>();
  for (const { case: id, held } of decided) {
    const counts = byCase.get(id) ?? { held: 0, answers: 0 };
    counts.held += held ? 1 : 0;
    counts.answers += 1;
    byCase.set(id, counts);
  }
  return byCase;
}
