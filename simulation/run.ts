import { parseArgs } from "node:util";
import { stratumCount, type CellResult } from "./cell.ts";
import { renderTable } from "./render-table.ts";
import { runCells } from "./run-cells.ts";
import { cellsOf, defaultSeed, tables } from "./tables.ts";

// `npm run simulate` prints the tables of docs/statistics.md; `-- --share 0.05` a quick look with a
// twentieth of the trials, `-- --seed 2` other random numbers.
const options = readOptions();
if (options === null) {
  console.error(
    "npm run simulate -- [--seed <whole number>] [--share <above 0, 1 for all trials>]",
  );
  process.exitCode = 2;
} else {
  await simulate(options);
}

function readOptions(): { readonly seed: number; readonly share: number } | null {
  try {
    const { values } = parseArgs({
      options: { seed: { type: "string" }, share: { type: "string" } },
    });
    const [seed, share] = [Number(values.seed ?? defaultSeed), Number(values.share ?? 1)];
    return Number.isSafeInteger(seed) && share > 0 && share <= 100 ? { seed, share } : null;
  } catch {
    return null;
  }
}

async function simulate({
  seed,
  share,
}: {
  readonly seed: number;
  readonly share: number;
}): Promise<void> {
  const rows = tables
    .flatMap(cellsOf)
    .map((row) => row.map((cell) => ({ ...cell, trials: Math.ceil(cell.trials * share) })));
  const cells = rows.flat();
  const results = await runCells(cells, seed, (done) => {
    process.stderr.write(`\r${done} of ${cells.length} cells`);
  });
  process.stderr.write("\n");
  let next = 0;
  console.log(`Seed ${seed}; each cell holds ${stratumCount} kinds of suites.`);
  for (const table of tables) {
    const drawn = cellsOf(table).map((row): readonly CellResult[] => {
      next += row.length;
      return results.slice(next - row.length, next);
    });
    console.log(`\n${renderTable(table, drawn)}`);
  }
}
