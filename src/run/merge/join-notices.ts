import type { ShardRun } from "./shard-run.ts";

/** Every notice once, in the order of the shards; and that they ran on several Nodes, where they did. */
export function joinNotices(shards: readonly ShardRun[]): readonly string[] {
  const nodes = [...new Set(shards.map(({ run }) => run.versions.node))];
  return [
    ...new Set([
      ...shards.flatMap(({ run }) => run.notices),
      ...(nodes.length > 1 ? [`The shards ran on Node ${nodes.join(" and ")}.`] : []),
    ]),
  ];
}
