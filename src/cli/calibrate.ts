import type { Command } from "@commander-js/extra-typings";
import { collect, createCommand } from "./command.ts";
import type { CommandContext } from "./context.ts";

export interface CalibrateFlags {
  readonly labels?: string | undefined;
  readonly gate?: readonly string[] | undefined;
  readonly json?: true | undefined;
}

export function calibrateCommand(context: CommandContext): Command<[string | undefined]> {
  return createCommand("calibrate", {
    summary: "hold the checks' verdicts against people's labels",
    description:
      "Grade labelled answers and print, gate by gate, how the verdicts compare with the labels: confusion, agreement, Cohen's kappa and every disagreement with its evidence.",
    examples: [
      ["assay calibrate", "the labels of the only suite"],
      ["assay calibrate agents/x.md --labels labels.json", "your own labels"],
      ["assay calibrate --gate auth --json", "one gate, as JSON"],
    ],
  })
    .argument("[suite]", "agent file, suite.yaml, or a folder with one")
    .option("--labels <file>", "the labels (default: labels.json beside the suite)")
    .option("--gate <glob>", "only these gates; repeatable", collect)
    .option("--json", "print one JSON document")
    .action(async (suite, flags) => {
      const { calibrateSuite } = await import("./calibrate/action.ts");
      context.exitWith(await calibrateSuite({ target: suite, flags, context }));
    });
}
