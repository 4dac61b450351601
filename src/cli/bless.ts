import { InvalidArgumentError, Option, type Command } from "@commander-js/extra-typings";
import { createCommand, defaultResultsFolder } from "./command.ts";
import type { CommandContext } from "./context.ts";

export interface BlessFlags {
  readonly prompt?: string | undefined;
  readonly model?: string | undefined;
  readonly allow?: "incomplete" | undefined;
  readonly dryRun?: true | undefined;
  readonly json?: true | undefined;
  readonly out: string;
}

export function blessCommand(context: CommandContext): Command<[string]> {
  return createCommand("bless", {
    summary: "make a run the baseline of its suite",
    description:
      "Make a run the baseline of its suite, in baseline/ beside suite.yaml: what came out, case by case and gate by gate, and the answers, so that corrected checks can grade them again. Review and commit it. `assay run --baseline` compares with it. Blessing again shows what changes.",
    examples: [
      ["assay bless latest", "the latest run"],
      ["assay bless latest:lite", "one prompt version of it"],
      ["assay bless 20261122 --model haiku", "one model of an earlier run"],
      ["assay bless latest --dry-run", "what would change, and write nothing"],
    ],
  })
    .argument(
      "<run>",
      "a run as `assay show` names it, with `:<prompt version>`, `:<model>` or `:<prompt version>/<model>` where it has several",
    )
    .option("--prompt <name>", "of several prompt versions, this one")
    .option("--model <id>", "of several models, this one")
    .addOption(
      new Option(
        "--allow <kind>",
        "incomplete: bless the answers that are there, also of a run that was interrupted or is incomplete",
      ).argParser((value): "incomplete" => {
        if (value === "incomplete") return value;
        throw new InvalidArgumentError("Allowed choices are incomplete.");
      }),
    )
    .option("--dry-run", "say what would change, and write nothing")
    .option("--json", "print one JSON document")
    .option("--out <dir>", "the results folder", defaultResultsFolder)
    .action(async (run, flags) => {
      const { bless } = await import("./bless/action.ts");
      context.exitWith(await bless(run, flags, context));
    });
}
