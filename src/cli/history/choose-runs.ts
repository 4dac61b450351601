import path from "node:path";
import type { ListedRun, RunRecord } from "../../record/index.ts";
import type { Suite } from "../../suite/index.ts";

/** A run that is no part of a trend, and why. */
export interface PassedOver {
  readonly id: string;
  readonly folder: string;
  readonly reason: "damaged" | "unfinished" | "shard" | "part" | "no-answers";
  /** Of a damaged run: what is wrong, and where. */
  readonly problem: string | null;
}

/** A run of the suite whose run.json was read. */
export interface ChosenRun {
  readonly folder: string;
  readonly run: RunRecord;
}

/**
 * The runs of a suite that are whole and finished, the oldest first. Runs of other suites are left
 * out without a word. A run of some cases or gates only (`--case`, `--gate`) would look like a
 * change of the rates: it is told by another run of the very same suite that has more.
 */
export function chooseRuns(
  listed: readonly ListedRun[],
  options: { readonly suite: Suite; readonly agentName: string; readonly cwd: string },
): { readonly runs: readonly ChosenRun[]; readonly passedOver: readonly PassedOver[] } {
  const passedOver: PassedOver[] = [];
  const passOver = (
    { id, folder }: Pick<ListedRun, "id" | "folder">,
    reason: PassedOver["reason"],
    problem: string | null = null,
  ) => passedOver.push({ id, folder, reason, problem });
  const whole: (ChosenRun & { readonly id: string })[] = [];
  for (const entry of listed) {
    const { run, problem } = entry;
    if (problem) {
      const { message, place } = problem;
      passOver(entry, "damaged", place === undefined ? message : `${message} (${place})`);
    } else if (!isOfSuite(run, options)) {
      // Another suite's trend.
    } else if (run.shard !== null) passOver(entry, "shard");
    else if (run.status === "running" || run.status === "interrupted") {
      passOver(entry, "unfinished");
    } else whole.push({ id: entry.id, folder: entry.folder, run });
  }
  const largest = new Map<string, number>();
  for (const { run } of whole) {
    const { hash } = run.suite;
    largest.set(hash, Math.max(largest.get(hash) ?? 0, sizeOf(run)));
  }
  const runs = whole.filter((chosen) => {
    const isWhole = sizeOf(chosen.run) === largest.get(chosen.run.suite.hash);
    if (!isWhole) passOver(chosen, "part");
    return isWhole;
  });
  return { runs, passedOver };
}

/** By the place of suite.yaml; where one of them has none, by the agent's name. */
function isOfSuite(
  run: RunRecord,
  { suite, agentName, cwd }: { suite: Suite; agentName: string; cwd: string },
): boolean {
  if (run.suite.path === null || suite.path === null) return run.agent.name === agentName;
  return path.resolve(cwd, run.suite.path) === path.resolve(cwd, suite.path);
}

/** Verdicts that the run gives to one answer of each case. */
function sizeOf({ suite, gates }: RunRecord): number {
  return suite.cases.length * gates.length;
}
