import { Option, type Command } from "@commander-js/extra-typings";
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
import {
  parseCount,
  parseDuration,
  parseShard,
  parseShare,
  parseThinking,
  parseUsd,
  parseWithin,
  type Shard,
} from "./parse-values.ts";

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
  /** `name` or `name=file`. */
  readonly reporter?: readonly string[] | undefined;
  readonly out: string;
  readonly list?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly resume?: string | undefined;
  readonly retryErrors?: string | undefined;
  readonly replay?: true | undefined;
  readonly record?: true | undefined;
  readonly batch?: true | undefined;
  /** USD. */
  readonly budget?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly effort?: (typeof efforts)[number] | undefined;
  readonly thinking?: "adaptive" | "disabled" | number | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  /** 0..1. */
  readonly maxMissing?: number | undefined;
  readonly shard?: Shard | undefined;
  readonly baseline?: true | undefined;
  /** Percentage points. */
  readonly margin?: number | undefined;
  readonly alpha?: number | undefined;
  readonly strict?: true | undefined;
  readonly allow?: readonly (typeof baselineAllowable)[number][] | undefined;
}

const efforts = ["low", "medium", "high", "xhigh", "max"] as const;

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
      ["assay run --model sonnet --budget 5usd --dry-run", "what that would ask and cost"],
      ["assay run agents/x.md --reporter junit --reporter github", "reports for CI"],
      ["assay run agents/x.md --model sonnet --baseline", "better or worse than what was blessed"],
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
    .option("--repeat <n>", "answers for each case (default: 1)", parseCount)
    .option(
      "--shard <part>",
      "only this part of the cases, such as 2/5; `assay merge` joins the parts",
      parseShard,
    )
    .option("--json", "print one JSON document instead of the report")
    .option(
      "--reporter <name>",
      "terminal, json, junit, markdown, github, csv or promptfoo; or `<name>=<file>`; repeatable (default: terminal)",
      collect,
    )
    .option(
      "--out <dir>",
      "the results folder; the run becomes a folder in it",
      defaultResultsFolder,
    )
    .option("--list", "list the cases and gates, and run nothing")
    .option("--dry-run", "say what would be asked or replayed, and run nothing")
    .option("--resume <run>", "go on with an interrupted run: its id, its folder, or `latest`")
    .option("--retry-errors <run>", "go on, and ask those again that have no answer")
    .option(
      "--max-missing <share>",
      "missing answers that a run may have (default: 10%)",
      parseShare,
    )
    .optionsGroup("Asking models:")
    .option(
      "--model <id>",
      "ask this model: sonnet, opus, haiku, inherit (that of the agent file), an id, or provider:id; repeatable (default: replay recordings)",
      collect,
    )
    .option("--replay", "replay recordings, whatever --model says: nothing is sent")
    .option("--record", "write the answers into the suite's recordings")
    .option("--batch", "ask through Message Batches: half the price, within 24 hours")
    .option("--budget <usd>", "start no call that might exceed this, such as 5usd", parseUsd)
    .option("--prices <file>", "a JSON file with prices in place of the built-in ones")
    .option("--concurrency <n>", "most requests under way to a model (default: 8)", parseCount)
    .option("--timeout <time>", "longest wait for an answer (default: 30min)", parseDuration)
    .option("--max-tokens <n>", "longest answer (default: 16000)", parseCount)
    .addOption(new Option("--effort <level>", "how hard the model tries").choices(efforts))
    .option("--thinking <how>", "adaptive, disabled, or a number of tokens", parseThinking)
    .option("--temperature <t>", "0 to 2; newer models take none", parseWithin(0, 2))
    .option("--top-p <p>", "0 to 1; newer models take none", parseWithin(0, 1))
    .option("--top-k <n>", "newer models take none", parseCount)
    .optionsGroup("Comparing with the baseline:")
    .option("--baseline", "compare with the suite's baseline; exit 1 on a regression")
    .option(
      "--margin <points>",
      `the largest drop that may pass (default: ${defaultMargin})`,
      parseMargin,
    )
    .option("--alpha <share>", `the chance of a false alarm (default: ${defaultAlpha})`, parseAlpha)
    .option("--strict", "exit 1 also where the data cannot tell")
    .option(
      "--allow <kind>",
      `leave out what differs from it; repeatable: ${baselineAllowable.join(", ")}`,
      collectBaselineAllowable,
    )
    .action(async (target, flags) => {
      const { run } = await import("./run/action.ts");
      context.exitWith(await run(target, flags, context));
    });
}
