import type { Command } from "@commander-js/extra-typings";
import { collect, createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";

export interface ShowFlags {
  readonly prompt?: string | undefined;
  readonly model?: string | undefined;
  readonly gate?: readonly string[] | undefined;
  readonly json?: true | undefined;
  /** `name` or `name=file`. */
  readonly reporter?: readonly string[] | undefined;
  readonly out: string;
}

export function showCommand(context: CommandContext): Command<[string, string | undefined]> {
  return createCommand("show", {
    summary: "print a run, or one answer beside its verdicts",
    description: "Print the report of a run again, or one answer's verdicts beside its code.",
    examples: [
      ["assay show", "the report of the latest run"],
      ["assay show latest jwt-auth", "one answer's verdicts, with its code"],
      ["assay show latest jwt-auth --gate auth", "all places on which one verdict rests"],
      ["assay show latest --gate 'err*'", "all failures of some gates"],
    ],
  })
    .argument("[run]", "run id, the beginning of one, its folder, or `latest`", "latest")
    .argument("[case]", "id of a case")
    .option("--prompt <name>", "of several prompt versions, this one (default: the agent's own)")
    .option("--model <id>", "of several models, this one (default: the first)")
    .option(
      "--gate <glob>",
      "only these gates, with all that there is to show; repeatable",
      collect,
    )
    .option("--json", "print one JSON document")
    .option(
      "--reporter <name>",
      "terminal, json, junit, markdown, github, csv or promptfoo; or `<name>=<file>`; repeatable (default: terminal)",
      collect,
    )
    .option("--out <dir>", "the results folder", defaultResultsFolder)
    .action(async (run, caseId, flags) => {
      const { show } = await import("./show/action.ts");
      context.exitWith(await show({ run, caseId, flags, context }));
    });
}
