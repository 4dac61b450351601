/** Which part of the cases a run has: `--shard 2/5`. */
export interface ShardChoice {
  /** 1-based. */
  readonly index: number;
  readonly count: number;
}

/**
 * The cases of a shard, dealt out one by one in the suite's order: the second of five shards has
 * the 2nd, 7th, 12th … case. Shards differ by one case at most, and neighbours, which are often
 * alike (all examples first, long ones together), land in different shards; cut into pieces, one
 * shard would have all of the slow ones.
 */
export function splitCases<T>(cases: readonly T[], { index, count }: ShardChoice): readonly T[] {
  return cases.filter((_, at) => at % count === index - 1);
}
