import type { Command } from "@commander-js/extra-typings";
import { collect, createCommand, defaultResultsFolder, parseCount } from "./command.ts";
import type { CommandContext } from "./context.ts";

/** The flags of `assay run` as they were typed. */
export interface RunFlags {
  readonly case?: readonly string[] | undefined;
  readonly gate?: readonly string[] | undefined;
  /** true: all prompt versions of the suite. */
  readonly prompt?: true | readonly string[] | undefined;
  readonly model?: readonly string[] | undefined;
  readonly repeat?: number | undefined;
  readonly concurrency?: number | undefined;
  readonly prices?: string | undefined;
  readonly json?: true | undefined;
  readonly out: string;
  readonly list?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly resume?: string | undefined;
}

export function runCommand(context: CommandContext): Command<[string | undefined]> {
  return createCommand("run", {
    summary: "run a suite, on recordings or a model, and grade it",
    description:
      "Run an agent's suite and grade every answer. Without --model, recorded answers are replayed and nothing is ever sent.",
    examples: [
      ["assay run", "the only suite under evals/, on its recordings"],
      ["assay run agents/x.md --prompt", "all prompt versions of the suite, side by side"],
      ["assay run --case 'jwt*' --gate auth", "some cases, one gate"],
      ["assay run agents/x.md --model sonnet --repeat 5", "ask a model, five times each"],
    ],
  })
    .argument(
      "[target]",
      "agent file, suite.yaml or its folder (default: the only suite under evals/)",
    )
    .option("--case <glob>", "only these cases; repeatable (default: all accepted cases)", collect)
    .option("--gate <glob>", "only these gates; repeatable (default: all)", collect)
    .option(
      "--prompt [file...]",
      "further prompt versions, as files or as names of the suite's prompts/; alone: all of these (default: the agent itself)",
    )
    .option("--model <id>", "ask this model; repeatable (default: replay recordings)", collect)
    .option("--repeat <n>", "answers for each case (default: 1)", parseCount)
    .option("--concurrency <n>", "most answers under way at a time (default: 8)", parseCount)
    .option("--prices <file>", "a JSON file with prices in place of the built-in ones")
    .option("--json", "print one JSON document instead of the report")
    .option(
      "--out <dir>",
      "the results folder; the run becomes a folder in it",
      defaultResultsFolder,
    )
    .option("--list", "list the cases and gates, and run nothing")
    .option("--dry-run", "say what would be asked or replayed, and run nothing")
    .option("--resume <run>", "go on with an interrupted run: its id, its folder, or `latest`")
    .action(async (target, flags) => {
      const { run } = await import("./run/action.ts");
      context.exitWith(await run(target, flags, context));
    });
}
