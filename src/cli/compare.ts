import { InvalidArgumentError, Option, type Command } from "@commander-js/extra-typings";
import type { DifferenceKind } from "../compare/index.ts";
import { createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";
import { defaultAlpha, defaultMargin, parseAlpha, parseMargin } from "./gate-flags.ts";

/** In what runs may differ when it is allowed; see docs/compare.md. */
const allowable = [
  "agent",
  "cases",
  "requests",
  "gates",
  "checks",
] as const satisfies readonly DifferenceKind[];

export interface CompareFlags {
  readonly prompt?: readonly string[] | undefined;
  readonly model?: readonly string[] | undefined;
  readonly scope?: "suite" | "population" | undefined;
  /** Percentage points. */
  readonly margin: number;
  readonly alpha: number;
  readonly strict?: true | undefined;
  readonly exitZero?: true | undefined;
  readonly allow?: readonly (typeof allowable)[number][] | undefined;
  readonly full?: true | undefined;
  readonly json?: true | undefined;
  readonly out: string;
}

export function compareCommand(context: CommandContext): Command<[string[]]> {
  return createCommand("compare", {
    summary: "say whether a prompt or model is better, worse, or cannot be told apart",
    description:
      "Compare runs, or prompt versions or models inside of one run, paired by case. The first one is the baseline. Exit code 1 on a regression; a comparison that cannot tell is a warning.",
    examples: [
      ["assay compare agents/x.md", "replay all prompt versions and compare them with the agent"],
      ["assay compare 20261122 latest", "the latest run with an earlier one"],
      ["assay compare latest --prompt x lite", "two prompt versions of one run"],
      ["assay compare latest:x latest:lite", "the same, arm by arm"],
      ["assay compare latest --model sonnet haiku", "two models of one run"],
    ],
  })
    .argument(
      "<runs...>",
      "runs as `assay show` names them, each with `:<prompt version>`, `:<model>` or `:<prompt version>/<model>` where it has several; or one agent file or suite, whose recordings are replayed",
    )
    .option("--prompt <name...>", "these prompt versions, the baseline first (default: all)")
    .option("--model <id...>", "these models, the baseline first (default: all)")
    .addOption(
      new Option(
        "--scope <scope>",
        "suite: these very cases; population: cases like these (default: population where models differ, else suite)",
      ).choices(["suite", "population"] as const),
    )
    .option("--margin <points>", "the largest drop that may pass", parseMargin, defaultMargin)
    .option("--alpha <share>", "the chance of a false alarm", parseAlpha, defaultAlpha)
    .option("--strict", "exit 1 also where the data cannot tell")
    .option("--exit-zero", "exit 0 also on a regression: to look, not to gate")
    .addOption(
      new Option(
        "--allow <kind>",
        `compare runs that differ in this; repeatable: ${allowable.join(", ")} (checks: verdicts as they are stored; else the older answers are graded again)`,
      ).argParser((value, before: readonly (typeof allowable)[number][] | undefined) => [
        ...(before ?? []),
        parseAllowable(value),
      ]),
    )
    .option("--full", "every case that flipped with its reason, also of advisory gates")
    .option("--json", "print one JSON document")
    .option("--out <dir>", "the results folder", defaultResultsFolder)
    .action(async (runs, flags) => {
      const { compare } = await import("./compare/action.ts");
      context.exitWith(await compare(runs, flags, context));
    });
}

function parseAllowable(value: string): (typeof allowable)[number] {
  const found = allowable.find((kind) => kind === value);
  if (found) return found;
  throw new InvalidArgumentError(`Allowed choices are ${allowable.join(", ")}.`);
}
