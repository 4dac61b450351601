import { expect, test } from "vitest";
import { freshSeed, runSoak } from "./run-soak.ts";

// `ASSAY_SOAK_SEED=1234 npx vitest run test/soak` repeats what went wrong.
const seed = Number(process.env["ASSAY_SOAK_SEED"] ?? freshSeed());

test(
  `200 random runs from seed ${seed}: each sample ends in one status, is answered once, and costs what the server counted`,
  { timeout: 600_000 },
  async () => {
    expect(await runSoak({ seed, runs: 200, parallel: 64 })).toEqual([]);
  },
);
