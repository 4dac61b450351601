import type { Command } from "@commander-js/extra-typings";
import { collect, createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";

/** The flags of `assay merge` as they were typed. */
export interface MergeFlags {
  readonly json?: true | undefined;
  readonly reporter?: readonly string[] | undefined;
  readonly out: string;
}

export function mergeCommand(context: CommandContext): Command<[string[]]> {
  return createCommand("merge", {
    summary: "join the shards of a run",
    description:
      "Join the shards that `assay run --shard` made, all of them, into the run that one process would have written, and report on it. Thresholds are held here, and not in the shards.",
    examples: [
      ["assay merge shards", "all shards in a folder"],
      ["assay merge 20261123-02 20261123-03", "by their ids, in any order"],
      ["assay merge shards/* --json", "the merged run as JSON"],
    ],
  })
    .argument("<runs...>", "shards as `assay show` names runs, or a folder that has them")
    .option("--json", "print one JSON document instead of the report")
    .option(
      "--reporter <name>",
      "as of `assay run`: terminal, json, junit, markdown, github, csv or promptfoo; or `<name>=<file>`; repeatable",
      collect,
    )
    .option(
      "--out <dir>",
      "the results folder; the run becomes a folder in it",
      defaultResultsFolder,
    )
    .action(async (runs, flags) => {
      const { merge } = await import("./merge/action.ts");
      context.exitWith(await merge(runs, flags, context));
    });
}
