import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { timeSubjects, type Benchmark, type Timing } from "./harness.ts";

// `npm run bench` runs every benchmark of this folder, `npm run bench -- startup` those named.
const helpers: readonly string[] = ["built-cli.ts", "harness.ts", "run.ts", "tell-memory.ts"];
const named = process.argv.slice(2);

console.log(`Node ${process.version}, ${process.platform} ${process.arch}, ${cores()}\n`);
const files = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith(".ts") && !helpers.includes(file),
);
const chosen = files.toSorted().filter((file) => named.length === 0 || named.includes(stem(file)));
if (chosen.length === 0) {
  console.error(`no such benchmark; there are: ${files.map(stem).join(", ")}`);
  process.exitCode = 2;
}
for (const file of chosen) {
  const { benchmark } = (await import(`./${file}`)) as { readonly benchmark: Benchmark };
  console.log(`${benchmark.title} (median of ${benchmark.runs})`);
  const timings = await timeSubjects(benchmark);
  console.log(renderTimings(timings));
  for (const line of benchmark.summarise?.(timings) ?? []) console.log(`  ${line}`);
  console.log();
}

function renderTimings(timings: readonly Timing[]): string {
  const width = Math.max(...timings.map(({ name }) => name.length));
  const lines = timings.map(
    ({ name, medianMs, fastestMs, slowestMs, ratio }) =>
      `  ${name.padEnd(width)}  ${milliseconds(medianMs)}  ${ratio.toFixed(2).padStart(6)} x` +
      `  (${milliseconds(fastestMs)} to ${milliseconds(slowestMs)})`,
  );
  return lines.join("\n");
}

function milliseconds(durationMs: number): string {
  return `${durationMs.toFixed(durationMs < 10 ? 2 : 0).padStart(6)} ms`;
}

function stem(file: string): string {
  return file.slice(0, -".ts".length);
}

function cores(): string {
  const count = availableParallelism();
  return `${count} ${count === 1 ? "core" : "cores"}`;
}
