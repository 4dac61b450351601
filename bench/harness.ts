import { performance } from "node:perf_hooks";

/** One way of doing the work that a benchmark times. */
export interface Subject {
  readonly name: string;
  readonly run: () => unknown;
}

/** What a file of this folder exports as `benchmark`. */
export interface Benchmark {
  readonly title: string;
  /** The first is what the others are compared with. */
  readonly subjects: readonly [Subject, ...Subject[]];
  /** Timed runs of each subject. */
  readonly runs: number;
  /** Runs before these, until everything is compiled (default: 1). */
  readonly untimedRuns?: number;
  /** What else the timings tell, in lines; called once, after the last round. */
  readonly summarise?: (timings: readonly Timing[]) => readonly string[];
}

export interface Timing {
  readonly name: string;
  readonly medianMs: number;
  readonly fastestMs: number;
  readonly slowestMs: number;
  /** Median time of this subject divided by that of the first, from the same rounds. */
  readonly ratio: number;
}

/**
 * Times the subjects in turn, round by round, so that a busy moment of the machine falls on all of
 * them and the ratios stay meaningful where the times do not.
 */
export async function timeSubjects(benchmark: Benchmark): Promise<readonly Timing[]> {
  const { subjects, runs, untimedRuns = 1 } = benchmark;
  const durations = new Map(subjects.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < untimedRuns + runs; round += 1) {
    for (const subject of subjects) {
      const start = performance.now();
      await subject.run();
      const durationMs = performance.now() - start;
      if (round >= untimedRuns) durations.get(subject.name)?.push(durationMs);
    }
  }
  const firstMs = median(durations.get(subjects[0].name) ?? []);
  return [...durations].map(([name, times]) => ({
    name,
    medianMs: median(times),
    fastestMs: Math.min(...times),
    slowestMs: Math.max(...times),
    ratio: median(times) / firstMs,
  }));
}

/** The middle value; the mean of the middle two where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
