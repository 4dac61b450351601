import { parseArgs } from "node:util";
import { freshSeed, runSoak } from "./run-soak.ts";
import { drawScenario } from "./scenario.ts";

// `npm run soak`: 2,000 random runs against the fake server. A run that went wrong is repeated by
// its seed: `npm run soak -- --seed 1234 --runs 1`.
const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(freshSeed()) },
    runs: { type: "string", default: "2000" },
    parallel: { type: "string", default: "64" },
  },
});
const seed = Number(values.seed);
const runs = Number(values.runs);
const isTerminal = process.stderr.isTTY;
process.stderr.write(`soak: ${runs} runs from seed ${seed}\n`);
const failures = await runSoak({
  seed,
  runs,
  parallel: Number(values.parallel),
  onPlayed(played, failed) {
    if (!isTerminal && played % 100 !== 0 && played !== runs) return;
    const end = isTerminal && played < runs ? "\r" : "\n";
    process.stderr.write(`${played} of ${runs} runs, ${failed} went wrong${end}`);
  },
});
for (const failure of failures) {
  process.stdout.write(`\nseed ${failure.seed}: npm run soak -- --seed ${failure.seed} --runs 1\n`);
  process.stdout.write(`${JSON.stringify(drawScenario(failure.seed))}\n`);
  for (const violation of failure.violations) process.stdout.write(`  ${violation}\n`);
}
process.stdout.write(`${runs - failures.length} of ${runs} runs kept every rule (seed ${seed}).\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
