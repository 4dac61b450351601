import { parentPort } from "node:worker_threads";
import { runCell, type Cell } from "./cell.ts";

/** A cell to run; the answer is its result. */
export interface Task {
  readonly cell: Cell;
  readonly seed: number;
}

parentPort?.on("message", ({ cell, seed }: Task) => {
  parentPort?.postMessage(runCell(cell, seed));
});
