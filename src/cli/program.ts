import { Command } from "@commander-js/extra-typings";
import { renderExamples } from "./command.ts";
import { blessCommand } from "./bless.ts";
import { calibrateCommand } from "./calibrate.ts";
import { compareCommand } from "./compare.ts";
import type { CommandContext } from "./context.ts";
import { deriveCommand } from "./derive.ts";
import { explainCommand } from "./explain.ts";
import { exportCommand } from "./export.ts";
import { gradeCommand } from "./grade.ts";
import { planCommand } from "./plan.ts";
import { regradeCommand } from "./regrade.ts";
import { historyCommand } from "./history.ts";
import { mergeCommand } from "./merge.ts";
import { runCommand } from "./run.ts";
import { runsCommand } from "./runs.ts";
import { showCommand } from "./show.ts";

const startHere = [
  ["assay run", "replay the suite's recorded answers and grade them"],
  ["assay show latest jwt-auth", "one answer's verdicts beside its code"],
  ["assay derive agents/x.md", "make a suite of an agent file"],
] as const;

const exitCodeLines = `Exit codes: 0 fine, 1 a threshold was missed, 2 wrong usage or a wrong file,
3 incomplete, 130 interrupted (docs/exit-codes.md)`;

/** All commands. Each loads what it needs when it is called, so that help stays quick. */
export function createProgram(context: CommandContext): Command {
  const program = new Command("assay")
    .description(
      "Tells the author of an agent file, with evidence, whether a change to its prompt or model made it better or worse.",
    )
    .version(context.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [command]", "print help for a command")
    .option("--no-color", "print without colours, as with NO_COLOR=1")
    .showSuggestionAfterError()
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void context.io.stdout.write(text),
      writeErr: (text) => void context.io.stderr.write(text),
      getOutHelpWidth: () => context.theme.columns,
      getErrHelpWidth: () => context.noteTheme.columns,
      getOutHasColors: () => context.theme.colours.isColorSupported,
      getErrHasColors: () => context.noteTheme.colours.isColorSupported,
      // Printed once, in our own form, by printError.
      outputError: () => {},
    })
    .addHelpText(
      "after",
      ({ command }) => `${renderExamples("Start here:", startHere, command)}\n\n${exitCodeLines}`,
    );
  for (const create of [
    runCommand,
    compareCommand,
    blessCommand,
    planCommand,
    showCommand,
    runsCommand,
    historyCommand,
    mergeCommand,
    gradeCommand,
    regradeCommand,
    deriveCommand,
    calibrateCommand,
    explainCommand,
    exportCommand,
  ]) {
    program.addCommand(create(context).copyInheritedSettings(program));
  }
  return program;
}
