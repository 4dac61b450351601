import type { Command } from "@commander-js/extra-typings";
import { createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { parseCount } from "./parse-values.ts";

/** The flags of `assay history` as they were typed. */
export interface HistoryFlags {
  readonly model?: string | undefined;
  readonly prompt?: string | undefined;
  readonly last: number;
  readonly json?: true | undefined;
  readonly out: string;
}

const defaultLast = 20;

export function historyCommand(context: CommandContext): Command<[string | undefined]> {
  return createCommand("history", {
    summary: "show how a suite's gates went over its runs, and what changed with them",
    description:
      "Show the trend of a suite over the runs of the results folder: how often each gate passed, in which run it changed beyond chance, and what changed with it: prompt, model, checks, suite, settings.",
    examples: [
      ["assay history", "the only suite under evals/"],
      ["assay history agents/x.md --last 60", "more runs of one agent"],
      ["assay history --model claude-haiku-5-5", "one model's answers"],
      ["assay history --prompt lite --json", "another prompt version, as JSON"],
    ],
  })
    .argument(
      "[target]",
      "agent file, suite.yaml or its folder (default: the only suite under evals/)",
    )
    .option("--model <id>", "answers of this model (default: the first of each run)")
    .option("--prompt <name>", "this prompt version (default: the agent's own)")
    .option("--last <n>", "how many runs, live ones and replays each", parseCount, defaultLast)
    .option("--json", "print one JSON document")
    .option("--out <dir>", "the results folder", defaultResultsFolder)
    .action(async (target, flags) => {
      const { history } = await import("./history/action.ts");
      context.exitWith(await history(target, flags, context));
    });
}
