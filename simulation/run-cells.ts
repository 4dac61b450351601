import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Cell, CellResult } from "./cell.ts";
import type { Task } from "./worker.ts";

/** Runs cells in as many threads as there are cores; the results are in the order of the cells. */
export async function runCells(
  cells: readonly Cell[],
  seed: number,
  onDone: (done: number) => void,
): Promise<readonly CellResult[]> {
  const results: CellResult[] = [];
  // The long ones first, so that no thread is left alone with one.
  const waiting = [...cells.keys()].toSorted((a, b) => weightOf(cells[b]) - weightOf(cells[a]));
  let done = 0;
  const work = async () => {
    const worker = new Worker(new URL("worker.ts", import.meta.url));
    try {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        const cell = cells[index];
        if (!cell) continue;
        worker.postMessage({ cell, seed } satisfies Task);
        [results[index]] = (await once(worker, "message")) as [CellResult];
        done += 1;
        onDone(done);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), cells.length) }, work));
  return results;
}

function weightOf(cell: Cell | undefined): number {
  if (!cell) return 0;
  const slow = cell.scope === "population" && cell.repeats > 1 ? 20 : 1;
  return slow * cell.cases * cell.repeats * cell.trials;
}
