import type { RunRecord } from "../../record/index.ts";
import { formatCount } from "../../report/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunFlags } from "../run.ts";

/**
 * Says that a shard has none of the cases. That is fine: a fixed number of shards must not break
 * once a suite, or a selection of its cases, is smaller, and `assay merge` misses no such shard.
 */
export function explainEmptyShard(
  { shard }: Pick<RunRecord, "shard">,
  flags: RunFlags,
  { print, note }: CommandContext,
): ExitCode {
  const { index = 1, count = 1, cases = [] } = shard ?? {};
  if (flags.json) {
    print(JSON.stringify({ emptyShard: true, shard: { index, count, cases } }, null, 2));
  }
  note(
    `Shard ${index} of ${count} has none of the ${formatCount(cases.length, "case")}: nothing was run, and nothing is missing. ${cases.length} shards are enough.`,
  );
  return exitCodes.fine;
}
