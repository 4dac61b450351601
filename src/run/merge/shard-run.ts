import type { JudgedRun, RunRecord, StoredLine } from "../../record/index.ts";

/** A run that was read to be joined with others. */
export interface StoredRun extends JudgedRun {
  /** Its lines byte for byte, in the order in which they were stored. */
  readonly stored: readonly StoredLine[];
}

/** A run that has a part of the cases. */
export interface ShardRun extends StoredRun {
  readonly shard: NonNullable<RunRecord["shard"]>;
}

/** `shard 2/5 (results/20261123-021530-042-k3f9)`. */
export function nameShard({ shard, folder }: Pick<ShardRun, "shard" | "folder">): string {
  return `shard ${shard.index}/${shard.count} (${folder})`;
}
