import type { RunRecord } from "../../record/index.ts";
import { nameShard, type ShardRun } from "./shard-run.ts";

/** What a shard may have of its own: how fast and how far it went, not what it asked. */
const ownSettings: readonly string[] = ["concurrency", "budgetUsd"];

/**
 * In what two shards differ that one process would have had once, as sentences: empty where they
 * are parts of one plan.
 */
export function findPlanDifferences(first: ShardRun, other: ShardRun): readonly string[] {
  const [a, b] = [first.run, other.run];
  const differing = (what: string, of: (shard: ShardRun) => unknown): readonly string[] => {
    const [one, two] = [first, other].map((shard) => JSON.stringify(of(shard)));
    return one === two
      ? []
      : [
          `${what}: ${shorten(one)} in ${nameShard(first)}, ${shorten(two)} in ${nameShard(other)}.`,
        ];
  };
  return [
    ...differing("Agent", ({ run }) => run.agent.name),
    ...differing("Number of shards", ({ shard }) => shard.count),
    ...differing("Hash of the suite (its gates and cases)", ({ run }) => run.suite.hash),
    ...differing("Cases that were shared out", ({ shard }) => shard.cases),
    ...differing("Gates", ({ run }) => run.gates),
    ...differing("Prompt versions", ({ run }) =>
      run.promptVersions.map(({ name, hash }) => `${name} ${shortHash(hash)}`),
    ),
    ...differing("Models", ({ run }) => run.models.map(({ id }) => id)),
    ...differing("Repeats", ({ run }) => run.repeats),
    ...[...new Set([...Object.keys(a.settings), ...Object.keys(b.settings)])]
      .filter((key) => !ownSettings.includes(key))
      .flatMap((key) => differing(`Setting ${key}`, ({ run }) => settingOf(run, key))),
    // Whether one was graded more often than another does not matter: the last grading counts.
    ...differing("Checks", ({ run }) => shortHash(run.gradings.at(-1)?.checksHash ?? "none")),
    ...differing("Version of assay", ({ run }) => run.versions.assay),
  ];
}

function settingOf({ settings }: RunRecord, key: string): unknown {
  return new Map<string, unknown>(Object.entries(settings)).get(key);
}

/** The first digits of a hash are enough to see that it is another one. */
function shortHash(hash: string): string {
  return hash.replace(/^(sha256:[0-9a-f]{8})[0-9a-f]+$/u, "$1…");
}

function shorten(json: string | undefined): string {
  const words = shortHash((json ?? "nothing").replaceAll('"', "").replace(/^\[(.*)\]$/u, "$1"));
  const text = words.replaceAll(",", ", ");
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
