import type { Command } from "@commander-js/extra-typings";
import { createCommand, defaultResultsFolder } from "./command.ts";
import { parseCount } from "./parse-values.ts";
import type { CommandContext } from "./context.ts";

export interface RunsFlags {
  readonly limit: number;
  readonly json?: true | undefined;
  readonly out: string;
}

const defaultLimit = 20;

export function runsCommand(context: CommandContext): Command {
  return createCommand("runs", {
    summary: "list the runs",
    description: "List the runs, the newest first.",
    examples: [
      ["assay runs", `the last ${defaultLimit} runs`],
      ["assay runs --limit 3 --json", "the last three, as JSON"],
      ["assay runs --out /tmp/results", "the runs of another folder"],
    ],
  })
    .option("--limit <n>", "how many to list", parseCount, defaultLimit)
    .option("--json", "print one JSON document")
    .option("--out <dir>", "the results folder", defaultResultsFolder)
    .action(async (flags) => {
      const { listRunsCommand } = await import("./runs/action.ts");
      context.exitWith(await listRunsCommand(flags, context));
    });
}
