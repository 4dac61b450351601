import PQueue from "p-queue";
import { playScenario } from "./play-scenario.ts";
import { drawScenario } from "./scenario.ts";

/** A scenario that went wrong. */
export interface Failure {
  readonly seed: number;
  readonly violations: readonly string[];
}

/**
 * Plays so many random scenarios, of the seeds from the given one on.
 *
 * @param options.parallel how many at a time
 */
export async function runSoak(options: {
  readonly seed: number;
  readonly runs: number;
  readonly parallel: number;
  readonly onPlayed?: (played: number, failures: number) => void;
}): Promise<readonly Failure[]> {
  const { seed, runs, parallel, onPlayed } = options;
  const failures: Failure[] = [];
  const queue = new PQueue({ concurrency: parallel });
  let played = 0;
  await queue.addAll(
    Array.from({ length: runs }, (_, index) => async () => {
      const scenario = drawScenario(seed + index);
      const violations = await playScenario(scenario).catch((error: unknown) => [
        `broke: ${error instanceof Error ? error.stack : String(error)}`,
      ]);
      if (violations.length > 0) failures.push({ seed: scenario.seed, violations });
      played += 1;
      onPlayed?.(played, failures.length);
    }),
  );
  return failures.toSorted((one, other) => one.seed - other.seed);
}

/** A seed that is not the one of yesterday. */
export function freshSeed(): number {
  return Math.floor(Math.random() * 1_000_000_000);
}
