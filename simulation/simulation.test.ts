import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { runCell, type Cell } from "./cell.ts";
import { renderRow } from "./render-table.ts";
import { cellsOf, defaultSeed as seed, sizes, tables } from "./tables.ts";

const page = readFileSync(new URL("../docs/statistics.md", import.meta.url), "utf8");

const usual: Cell = {
  question: "alarm",
  scope: "suite",
  change: "nothing",
  cases: 10,
  repeats: 5,
  trials: 20,
};

test.each<readonly [name: string, cell: Partial<Cell>, hits: number]>([
  ["nothing changed", {}, 4],
  ["nothing changed, 20 cases", { cases: 20 }, 9],
  ["one broken case of 10", { change: "one-case" }, 280],
  ["one broken case of 50", { change: "one-case", cases: 50, trials: 3 }, 42],
  ["one broken case, one answer each", { change: "one-case", repeats: 1 }, 1],
  ["10 points less", { change: "ten-points", cases: 20 }, 170],
  ["the interval of a rate", { question: "rate" }, 271],
  ["the interval of a difference", { question: "difference", change: "ten-points" }, 270],
  [
    "the interval of a difference on cases like these",
    { question: "difference", scope: "population", repeats: 1 },
    276,
  ],
])("%s: so many trials say yes", (_, change, hits) => {
  const { mean, trials } = runCell({ ...usual, ...change }, seed);
  expect(Math.round(mean * trials)).toBe(hits);
});

test("a run with the same seed gives the same, with another seed not", () => {
  const cell: Cell = { ...usual, question: "rate" };
  expect(runCell(cell, seed)).toEqual(runCell(cell, seed));
  expect(runCell(cell, seed)).not.toEqual(runCell(cell, seed + 1));
});

test("the page shows what the simulation gives, to the row of 10 cases with one answer each", () => {
  expect(page).toContain(`Seed ${seed};`);
  for (const table of tables) {
    const row = cellsOf(table)[0]!.map((cell) => runCell(cell, seed));
    expect(page).toContain(renderRow(table.columns, row, sizes[0]));
  }
}, 180_000);

/** Means of a column of the page, by `cases × answers`. */
function readColumn(title: string): ReadonlyMap<string, number> {
  const lines = page.split("\n");
  const head = lines.findIndex((line) => line.startsWith("| cases") && line.includes(title));
  const at = lines[head]!.split("|").findIndex((cell) => cell.includes(title));
  const rows = lines.slice(head + 2, head + 2 + sizes.length).map((line) => line.split("|"));
  return new Map(rows.map((cells) => [cells[1]!.trim(), Number.parseFloat(cells[at]!)]));
}

test("the page holds what is promised", () => {
  expect(Math.max(...readColumn("false alarms").values())).toBeLessThanOrEqual(5);
  const broken = readColumn("one broken case");
  for (const cases of [10, 20, 50]) {
    expect(broken.get(`${cases} × 5`)).toBeGreaterThanOrEqual(95);
    expect(broken.get(`${cases} × 10`)).toBeGreaterThanOrEqual(95);
  }
  expect(Math.min(...readColumn("difference, suite").values())).toBeGreaterThanOrEqual(94);
});
