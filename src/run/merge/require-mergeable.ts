import { UserError } from "../../user-error.ts";
import { splitCases } from "../split-cases.ts";
import { findPlanDifferences } from "./find-plan-differences.ts";
import { nameShard, type ShardRun, type StoredRun } from "./shard-run.ts";

/**
 * The shards in their order, where they are all parts of one plan, finished, each once and none
 * missing.
 *
 * @throws UserError `merge/no-shard`, `merge/unfinished`, `merge/other-plan`, `merge/overlap`,
 * `merge/gap`, `merge/damaged`: each names every run that is at fault
 */
export function requireMergeable(runs: readonly StoredRun[]): readonly ShardRun[] {
  const shards = runs.map(requireShard).toSorted((a, b) => byIndex(a, b));
  requireOnePlan(shards);
  requireFinished(shards);
  requireEachOnce(shards);
  requireNoGap(shards);
  for (const shard of shards) requireWhole(shard);
  return shards;
}

function requireShard(stored: StoredRun): ShardRun {
  const { shard } = stored.run;
  if (shard !== null) return { ...stored, shard };
  throw new UserError("merge/no-shard", "The run is no shard: it has all of its cases.", {
    place: stored.folder,
    hint: "Leave it out. Shards are made by `assay run --shard 1/5` to `5/5`.",
  });
}

function byIndex(a: ShardRun, b: ShardRun): number {
  const difference = a.shard.index - b.shard.index;
  return difference === 0 ? (a.run.id < b.run.id ? -1 : 1) : difference;
}

function requireOnePlan(shards: readonly ShardRun[]): void {
  const [first, ...others] = shards;
  if (!first) throw new Error("There is nothing to merge.");
  for (const other of others) {
    const differences = findPlanDifferences(first, other);
    if (differences.length === 0) continue;
    throw new UserError(
      "merge/other-plan",
      ["These are not shards of one plan:", ...differences].join("\n"),
      {
        place: `${first.folder}, ${other.folder}`,
        hint: differences.every((line) => line.startsWith("Checks"))
          ? `Grade the older one again, then merge: assay regrade ${olderOf(first, other).folder}`
          : "Run the shard again that is unlike the others, or leave it out.",
      },
    );
  }
}

/** The shard that was graded first. */
function olderOf(a: ShardRun, b: ShardRun): ShardRun {
  const gradedAt = ({ run }: ShardRun) => run.gradings.at(-1)?.startedAt ?? "";
  return gradedAt(a) <= gradedAt(b) ? a : b;
}

function requireFinished(shards: readonly ShardRun[]): void {
  const open = shards.filter(({ run }) => run.status === "running" || run.status === "interrupted");
  const [first] = open;
  if (!first) return;
  const states = open.map((shard) =>
    shard.run.status === "running"
      ? `${nameShard(shard)} is still running, or was killed`
      : `${nameShard(shard)} was interrupted`,
  );
  throw new UserError("merge/unfinished", `Not all shards are finished: ${states.join("; ")}.`, {
    place: first.folder,
    hint: `Wait for it, or go on with it: assay run --resume ${first.folder}`,
  });
}

function requireEachOnce(shards: readonly ShardRun[]): void {
  const first = shards.find(
    (shard, at) => at > 0 && shards[at - 1]?.shard.index === shard.shard.index,
  );
  if (!first) return;
  const { index, count } = first.shard;
  const same = shards.filter(({ shard }) => shard.index === index).map(({ folder }) => folder);
  throw new UserError(
    "merge/overlap",
    `Shard ${index} of ${count} is there ${same.length === 2 ? "twice" : `${same.length} times`}.`,
    { place: same.join(", "), hint: "Keep one of them: two answers to one question are no run." },
  );
}

/** Shards without a case were never written: they are not missing. */
function requireNoGap(shards: readonly ShardRun[]): void {
  const [first] = shards;
  if (!first) return;
  const { count, cases } = first.shard;
  const missing = Array.from({ length: count }, (_, at) => ({ index: at + 1, count }))
    .map((shard) => ({ ...shard, cases: splitCases(cases, shard) }))
    .filter(({ index, cases: own }) => own.length > 0 && !hasIndex(shards, index));
  const [gap] = missing;
  if (!gap) return;
  const names = missing.map(
    ({ index, cases: own }) => `shard ${index}/${count} (${own.join(", ")})`,
  );
  throw new UserError("merge/gap", `Not all shards are there. Missing: ${names.join("; ")}.`, {
    place: shards.map(({ folder }) => folder).join(", "),
    hint: `Run it as the others were run: assay run … --shard ${gap.index}/${count}`,
  });
}

function hasIndex(shards: readonly ShardRun[], index: number): boolean {
  return shards.some(({ shard }) => shard.index === index);
}

/** A finished shard has its own cases, no others, and a result of every sample. */
function requireWhole({ run, shard, samples, folder }: ShardRun): void {
  const own = splitCases(shard.cases, shard).join("\n");
  const planned = run.suite.cases.map(({ id }) => id).join("\n");
  const first = samples.find(({ status }) => status === "pending");
  if (own === planned && !first) return;
  throw new UserError(
    "merge/damaged",
    first
      ? `The shard is finished, but ${first.key} has no result.`
      : "The shard's cases are not those that it should have.",
    { place: folder, hint: `Go on with it: assay run --resume ${folder}` },
  );
}
