import type { RunRecord, Throttling } from "../../record/index.ts";

/** As many changes as a run's own record keeps. */
const mostChanges = 1_000;

/**
 * What the adaptive concurrency of each model did in all of the shards: the highest ceiling, the
 * lowest value, all episodes, and the changes in the order of time. Shards that ran at the same
 * time each had a ceiling of their own.
 */
export function joinThrottling(
  runs: readonly Pick<RunRecord, "models" | "throttling">[],
): readonly Throttling[] {
  const all = runs.flatMap(({ throttling }) => throttling);
  return (runs[0]?.models ?? []).flatMap(({ id }) => {
    const own = all.filter(({ model }) => model === id);
    if (own.length === 0) return [];
    return [
      {
        model: id,
        ceiling: Math.max(...own.map(({ ceiling }) => ceiling)),
        lowest: Math.min(...own.map(({ lowest }) => lowest)),
        episodes: own.reduce((sum, { episodes }) => sum + episodes, 0),
        changes: own
          .flatMap(({ changes }) => changes)
          .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
          .slice(0, mostChanges),
      },
    ];
  });
}
