import type { Command } from "@commander-js/extra-typings";
import { collect, createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";
import {
  baselineAllowable,
  collectBaselineAllowable,
  defaultAlpha,
  defaultMargin,
  parseAlpha,
  parseMargin,
} from "./gate-flags.ts";
import { parseCount } from "./parse-values.ts";

export interface PlanFlags {
  readonly case?: readonly string[] | undefined;
  readonly repeat?: number | undefined;
  readonly model?: string | undefined;
  readonly prices?: string | undefined;
  /** Percentage points. */
  readonly margin: number;
  readonly alpha: number;
  readonly strict?: true | undefined;
  readonly allow?: readonly (typeof baselineAllowable)[number][] | undefined;
  readonly json?: true | undefined;
  readonly out: string;
}

export function planCommand(context: CommandContext): Command<[string | undefined]> {
  return createCommand("plan", {
    summary: "say what a run could tell, and how many repeats it takes",
    description:
      "Say what `assay run --baseline` can tell with how many repeats: the smallest drop that is found, the margin that is certified, and the repeats needed for 5 and 10 points. Nothing is asked. Exit code 2 for a gate that could not fail, or not pass, whatever came out.",
    examples: [
      ["assay plan", "the only suite under evals/, with its baseline"],
      [
        "assay plan agents/x.md --repeat 5 --model sonnet",
        "five answers to each case, and their cost",
      ],
      ["assay plan agents/x.md --repeat 5 --margin 10 --strict", "a strict gate"],
    ],
  })
    .argument(
      "[target]",
      "agent file, suite.yaml or its folder (default: the only suite under evals/)",
    )
    .option("--case <glob>", "only these cases; repeatable (default: all accepted cases)", collect)
    .option("--repeat <n>", "answers for each case (default: 1)", parseCount)
    .option(
      "--model <id>",
      "of which the cost is told (default: that of the baseline, if it was asked)",
    )
    .option("--prices <file>", "a JSON file with prices in place of the built-in ones")
    .option("--margin <points>", "the largest drop that may pass", parseMargin, defaultMargin)
    .option("--alpha <share>", "the chance of a false alarm", parseAlpha, defaultAlpha)
    .option("--strict", "what cannot be told fails, too")
    .option(
      "--allow <kind>",
      `leave out what differs from the baseline; repeatable: ${baselineAllowable.join(", ")}`,
      collectBaselineAllowable,
    )
    .option("--json", "print one JSON document")
    .option(
      "--out <dir>",
      "the results folder: earlier answers say how long they are",
      defaultResultsFolder,
    )
    .action(async (target, flags) => {
      const { plan } = await import("./plan/action.ts");
      context.exitWith(await plan(target, flags, context));
    });
}
