import { createStream } from "./create-stream.ts";
import { runTrial, type Trial } from "./run-trial.ts";

/** True rates over which everything is averaged. */
const rates = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98];
/** Suites whose cases mostly pass or fail always, and suites whose cases are mostly noisy. */
const evennesses = [1, 4];
export const stratumCount = rates.length * evennesses.length;

/** A figure of a table: one question about one size of a suite. */
export interface Cell extends Omit<Trial, "rate" | "evenness"> {
  /** Trials for each true rate and each kind of suite. */
  readonly trials: number;
}

/** Shares of trials with a yes. */
export interface CellResult {
  /** Over all true rates and kinds of suites, each with the same weight. */
  readonly mean: number;
  /** In the true rate and kind of suite where it is smallest, and where it is largest. */
  readonly least: number;
  readonly most: number;
  /** Trials in all. */
  readonly trials: number;
}

/**
 * Runs the trials of a cell. Its random numbers are its own, so that the result depends neither on
 * the order of the cells nor on the number of threads.
 */
export function runCell(cell: Cell, seed: number): CellResult {
  const shares = evennesses.flatMap((evenness) =>
    rates.map((rate) => {
      const trial: Trial = { ...cell, rate, evenness };
      const random = createStream(seed, hashOf(trial));
      let hits = 0;
      for (let run = 0; run < cell.trials; run += 1) if (runTrial(trial, random)) hits += 1;
      return hits / cell.trials;
    }),
  );
  return {
    mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    least: Math.min(...shares),
    most: Math.max(...shares),
    trials: cell.trials * shares.length,
  };
}

/** FNV-1a of what makes the trial. */
function hashOf({ question, scope, change, cases, repeats, rate, evenness }: Trial): number {
  const name = [question, scope, change, cases, repeats, rate, evenness].join("/");
  let hash = 0x811c9dc5;
  for (let index = 0; index < name.length; index += 1) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash;
}
