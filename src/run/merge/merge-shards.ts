import { hashText } from "../../content-hash.ts";
import { sampleKey, type RunRecord, type Sample, type StoredLine } from "../../record/index.ts";
import { planSamples } from "../plan-run.ts";
import { isIncomplete } from "../resolve-exit-code.ts";
import { makeRunId } from "../run-id.ts";
import { joinGradings, renumberLines } from "./join-gradings.ts";
import { joinNotices } from "./join-notices.ts";
import { joinThrottling } from "./join-throttling.ts";
import { requireMergeable } from "./require-mergeable.ts";
import type { ShardRun, StoredRun } from "./shard-run.ts";

/** A run that was joined from shards. */
export interface MergedRun {
  readonly run: RunRecord;
  /** In the order of the plan. */
  readonly samples: readonly Sample[];
  /** The lines of samples.jsonl, byte for byte. */
  readonly stored: readonly Uint8Array[];
}

/**
 * Joins all shards of one plan into the run that one process would have written. What of it is
 * another one: `id` (its time is the end of the last shard, so that it sorts behind the shards;
 * its letters come from their ids), `startedAt` (the earliest), `finishedAt` (the latest), the
 * order of lines (that of the plan; batches first), and `throttling`, which depends on time. All
 * of it follows from the shards alone: in whatever order they are given, the bytes are the same.
 *
 * @throws UserError as `requireMergeable`
 */
export function mergeShards(runs: readonly StoredRun[]): MergedRun {
  const shards = requireMergeable(runs);
  const [first] = shards;
  if (!first) throw new Error("There is nothing to merge.");
  const cases = new Map(
    shards.flatMap(({ run }) => run.suite.cases.map((planned) => [planned.id, planned] as const)),
  );
  const ordered = first.shard.cases.flatMap((id) => cases.get(id) ?? []);
  const finishedAt = latest(shards.map(({ run }) => run.finishedAt ?? run.startedAt));
  const gradings = joinGradings(shards);
  const merged: RunRecord = {
    ...first.run,
    id: idOf(shards, finishedAt),
    startedAt: earliest(shards.map(({ run }) => run.startedAt)),
    finishedAt,
    suite: { ...first.run.suite, cases: ordered },
    settings: joinSettings(shards),
    gradings,
    plan: planSamples({ ...first.run, cases: ordered }),
    notices: joinNotices(shards),
    shard: null,
    throttling: joinThrottling(shards.map(({ run }) => run)),
  };
  const byKey = new Map(
    shards.flatMap((shard) => shard.samples.map((sample) => [sample.key, sample] as const)),
  );
  const samples = merged.plan.flatMap((place) => byKey.get(sampleKey(place)) ?? []);
  return {
    run: { ...merged, status: isIncomplete(merged, samples) ? "incomplete" : "complete" },
    samples,
    stored: joinLines(merged, shards),
  };
}

/** Lines of several samples first, shard by shard; the others by the plan, each sample's as stored. */
function joinLines(
  { plan, gradings }: Pick<RunRecord, "plan" | "gradings">,
  shards: readonly ShardRun[],
): readonly Uint8Array[] {
  const shared: StoredLine[] = [];
  const bySample = new Map<Sample["key"], StoredLine[]>();
  for (const stored of shards.flatMap((shard) => renumberLines(shard, gradings))) {
    if (stored.line.kind === "batch") shared.push(stored);
    else {
      for (const key of stored.samples) {
        bySample.set(key, [...(bySample.get(key) ?? []), stored]);
      }
    }
  }
  const own = plan.flatMap((place) => bySample.get(sampleKey(place)) ?? []);
  return [...shared, ...own].map(({ bytes }) => bytes);
}

/** How fast and how far a shard went is its own; the others are the same in all. */
function joinSettings(shards: readonly ShardRun[]): RunRecord["settings"] {
  const all = shards.map(({ run }) => run.settings);
  const [first] = all;
  if (!first) throw new Error("There is nothing to merge.");
  const budgets = all.map(({ budgetUsd }) => budgetUsd);
  return {
    ...first,
    concurrency: Math.max(...all.map(({ concurrency }) => concurrency)),
    budgetUsd: budgets.reduce(
      (sum, budget) => (sum === null || budget === null ? null : sum + budget),
      0,
    ),
  };
}

/** The time of the last shard's end, and letters that the shards' ids give. */
function idOf(shards: readonly ShardRun[], finishedAt: string): string {
  const digits = hashText(shards.map(({ run }) => run.id).join("\n")).slice("sha256:".length);
  let at = 0;
  return makeRunId(Date.parse(finishedAt), () => {
    const share = Number.parseInt(digits.slice(at, at + 8), 16) / 2 ** 32;
    at += 8;
    return share;
  });
}

/** Times in UTC sort as text. */
function earliest(times: readonly string[]): string {
  return times.reduce((first, time) => (time < first ? time : first));
}

function latest(times: readonly string[]): string {
  return times.reduce((last, time) => (time > last ? time : last));
}
