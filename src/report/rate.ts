import { wilsonInterval, type Interval } from "../stats/index.ts";

/** How often something held, 0..1, with its 95 % interval; nulls where nothing was decided. */
export interface Rate {
  readonly rate: number | null;
  readonly interval: Interval | null;
  /** Cases with at least one decided sample: the trials of the interval. */
  readonly cases: number;
}

/**
 * Rate over cases: the mean over each case's repeats, then over the cases, all of equal weight.
 * The interval takes the cases as its trials. Repeats of a case resemble each other, so counting
 * them as trials would make it too narrow; with one repeat it is Wilson's as it stands.
 *
 * @param decided case and whether it held, of every decided sample
 */
export function rateOverCases(
  decided: readonly { readonly case: string; readonly held: boolean }[],
): Rate {
  const byCase = new Map<string, { held: number; all: number }>();
  for (const { case: id, held } of decided) {
    const counts = byCase.get(id) ?? { held: 0, all: 0 };
    counts.held += held ? 1 : 0;
    counts.all += 1;
    byCase.set(id, counts);
  }
  const cases = byCase.size;
  if (cases === 0) return { rate: null, interval: null, cases };
  let sum = 0;
  for (const { held, all } of byCase.values()) sum += held / all;
  // A sum of fractions may end a hair above the number of cases.
  const successes = Math.min(sum, cases);
  return { rate: successes / cases, interval: wilsonInterval(successes, cases), cases };
}
