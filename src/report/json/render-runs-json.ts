import type { RunEntry } from "../terminal/render-runs.ts";

/** The list of runs as one JSON document, in the order given. */
export function renderRunsJson(entries: readonly RunEntry[]): string {
  const runs = entries.map((entry) => {
    const { id, folder } = entry;
    if ("problem" in entry) return { id, folder, problem: entry.problem };
    const { run, arms } = entry;
    return {
      id,
      folder,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      status: run.status,
      agent: run.agent,
      repeats: run.repeats,
      arms: arms.map(({ promptVersion, model, total }) => ({ promptVersion, model, total })),
    };
  });
  return JSON.stringify({ runs }, null, 2);
}
