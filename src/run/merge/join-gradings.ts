import type { RunRecord, StoredLine } from "../../record/index.ts";
import type { ShardRun } from "./shard-run.ts";

type Grading = RunRecord["gradings"][number];

/**
 * The gradings of all shards in one list, told by their checks: where each shard was graded the
 * same way they are the shards' own, where one was graded once more than another the list has all
 * of them. Each counts from its earliest start.
 */
export function joinGradings(shards: readonly ShardRun[]): readonly Grading[] {
  const hashes = shards
    .map(({ run }): readonly string[] => run.gradings.map(({ checksHash }) => checksHash))
    .reduce(joinSequences);
  return hashes.map((checksHash, index) => ({
    grading: index + 1,
    checksHash,
    startedAt: shards
      .flatMap((shard) => {
        const own = numberGradings(shard, hashes).indexOf(index + 1);
        return own === -1 ? [] : (shard.run.gradings[own]?.startedAt ?? []);
      })
      .reduce((first, time) => (time < first ? time : first)),
  }));
}

/** A shard's lines with the numbers that its gradings have in the joined list. */
export function renumberLines(shard: ShardRun, joined: readonly Grading[]): readonly StoredLine[] {
  const numbers = numberGradings(
    shard,
    joined.map(({ checksHash }) => checksHash),
  );
  if (numbers.every((number, index) => number === index + 1)) return shard.stored;
  return shard.stored.map((stored) => {
    if (stored.line.kind !== "verdicts") return stored;
    const written = JSON.parse(Buffer.from(stored.bytes).toString("utf8")) as object;
    const grading = numbers[stored.line.grading - 1] ?? stored.line.grading;
    return {
      ...stored,
      line: { ...stored.line, grading },
      bytes: Buffer.from(JSON.stringify({ ...written, grading }), "utf8"),
    };
  });
}

/** For each grading of a shard its number in the joined list; the last one is the last there. */
function numberGradings({ run }: ShardRun, hashes: readonly string[]): readonly number[] {
  const numbers: number[] = [];
  let end = hashes.length;
  for (const { checksHash } of run.gradings.toReversed()) {
    end = hashes.lastIndexOf(checksHash, end - 1);
    numbers.unshift(end + 1);
  }
  return numbers;
}

/** The shortest list that has both lists in their order. */
function joinSequences(a: readonly string[], b: readonly string[]): readonly string[] {
  const [first, second] = [a.at(-1), b.at(-1)];
  if (first === undefined || second === undefined) return [...a, ...b];
  if (first === second) return [...joinSequences(a.slice(0, -1), b.slice(0, -1)), first];
  const withoutFirst = [...joinSequences(a.slice(0, -1), b), first];
  const withoutSecond = [...joinSequences(a, b.slice(0, -1)), second];
  return withoutFirst.length <= withoutSecond.length ? withoutFirst : withoutSecond;
}
