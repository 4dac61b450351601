import type { RunRecord, Sample } from "../record/index.ts";
import { formatCount } from "./terminal/format-rate.ts";
import { printable } from "./terminal/layout/index.ts";

/** What every report of a run says first. */
export function listNotices(run: RunRecord, samples: readonly Sample[]): readonly string[] {
  return run.notices.length > 0 ? run.notices : describeOrigin(run, samples);
}

/** For a run that came without notices: that its answers are recordings. */
function describeOrigin(run: RunRecord, samples: readonly Sample[]): readonly string[] {
  const isReplay =
    run.models.every(({ kind }) => kind === "recordings") ||
    samples.some(({ answer }) => answer?.source === "recording");
  return isReplay ? ["Recorded answers: no model was asked for them now."] : [];
}

/** `shard 2/5 of 16 cases`; nothing of a run that has all of its cases. */
function describeShard({ shard }: RunRecord): readonly string[] {
  if (shard === null) return [];
  return [`shard ${shard.index}/${shard.count} of ${formatCount(shard.cases.length, "case")}`];
}

/** Its agent, cases and models in a line. */
export function describeRun(run: RunRecord): string {
  const live = run.models.filter(({ kind }) => kind !== "recordings").map(({ id }) => id);
  const factors = [
    formatCount(run.suite.cases.length, "case"),
    ...(run.promptVersions.length > 1
      ? [formatCount(run.promptVersions.length, "prompt version")]
      : []),
    ...(run.models.length > 1 ? [formatCount(run.models.length, "model")] : []),
    ...(run.repeats > 1 ? [formatCount(run.repeats, "repeat")] : []),
  ];
  return [
    printable(run.agent.name),
    factors.join(" × "),
    ...describeShard(run),
    ...(live.length > 0 ? [printable(live.join(", "))] : []),
    `run\u00A0${run.id}`,
  ].join(" · ");
}
