import type { Command } from "@commander-js/extra-typings";
import { createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";

export interface RegradeFlags {
  readonly json?: true | undefined;
  readonly out: string;
}

export function regradeCommand(context: CommandContext): Command<[string]> {
  return createCommand("regrade", {
    summary: "grade a run's stored answers again",
    description:
      "Grade the stored answers of a run with today's checks. No model is asked, and nothing is paid for; the old verdicts stay in the run as an earlier grading.",
    examples: [
      ["assay regrade latest", "after a check was corrected"],
      ["assay regrade 20261123", "the run whose id begins so"],
    ],
  })
    .argument("<run>", "run id, the beginning of one, its folder, or `latest`")
    .option("--json", "print one JSON document instead of the report")
    .option("--out <dir>", "the results folder", defaultResultsFolder)
    .action(async (run, flags) => {
      const { regrade } = await import("./regrade/action.ts");
      context.exitWith(await regrade(run, flags, context));
    });
}
