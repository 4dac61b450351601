import type { Cell } from "./cell.ts";

/** A column of a table: the question that its cells ask. */
export interface Column extends Pick<Cell, "question" | "scope" | "change"> {
  readonly title: string;
  /** The stratum that is shown beside the mean; null: none. */
  readonly extreme: "least" | "most" | null;
  /** Trials for each true rate and kind of suite; 0: none, and the cell stays empty. */
  readonly trials: (repeats: number) => number;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly Column[];
}

/** With which the tables of docs/statistics.md were made. */
export const defaultSeed = 20_261_130;

export const sizes: readonly { readonly cases: number; readonly repeats: number }[] = [
  10, 20, 50,
].flatMap((cases) => [1, 3, 5, 10].map((repeats) => ({ cases, repeats })));

const nothing = { question: "alarm", change: "nothing", title: "false alarms" } as const;
const oneCase = { question: "alarm", change: "one-case", title: "one broken case" } as const;
const tenPoints = { question: "alarm", change: "ten-points", title: "10 points less" } as const;

/** Gaffke's bounds take 20,000 draws a gate: with repeats there is time for few of them. */
const few = (trials: number) => (repeats: number) => (repeats === 1 ? 500 : trials);
/** … and for a comparison, with five gates, for one number of repeats. */
const fewer = (trials: number) => (repeats: number) =>
  repeats === 1 || repeats === 5 ? few(trials)(repeats) : 0;

export const tables: readonly Table[] = [
  {
    title: "Scope suite: how often a comparison fails when …",
    columns: [
      { ...nothing, scope: "suite", extreme: "most", trials: () => 500 },
      { ...oneCase, scope: "suite", extreme: "least", trials: () => 300 },
      { ...tenPoints, scope: "suite", extreme: null, trials: () => 300 },
    ],
  },
  {
    title: "Scope population: how often a comparison fails when …",
    columns: [
      { ...nothing, scope: "population", extreme: null, trials: fewer(12) },
      { ...tenPoints, scope: "population", extreme: null, trials: fewer(6) },
    ],
  },
  {
    title: "How often 95 % intervals hold what is true",
    columns: [
      {
        title: "rate of a run",
        question: "rate",
        scope: "suite",
        change: "nothing",
        extreme: "least",
        trials: () => 1000,
      },
      {
        title: "difference, suite",
        question: "difference",
        scope: "suite",
        change: "ten-points",
        extreme: "least",
        trials: () => 1000,
      },
      {
        title: "difference, population",
        question: "difference",
        scope: "population",
        change: "ten-points",
        extreme: null,
        trials: few(20),
      },
    ],
  },
];

/** The cells of a table, a row for each size. */
export function cellsOf({ columns }: Table): readonly (readonly Cell[])[] {
  return sizes.map((size) =>
    columns.map(({ question, scope, change, trials }) => ({
      ...size,
      question,
      scope,
      change,
      trials: trials(size.repeats),
    })),
  );
}
