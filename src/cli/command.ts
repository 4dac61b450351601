import { Command } from "@commander-js/extra-typings";

/** Where runs lie when `--out` says nothing else. */
export const defaultResultsFolder = "results";

/** A command line and what it does. */
export type Example = readonly [command: string, purpose: string];

/**
 * A command with examples below its help.
 *
 * @param texts.summary a few words for the list of commands
 * @param texts.description what stands above the flags in the command's own help
 */
export function createCommand(
  name: string,
  texts: {
    readonly summary: string;
    readonly description: string;
    readonly examples: readonly Example[];
  },
): Command {
  return new Command(name)
    .summary(texts.summary)
    .description(texts.description)
    .helpOption("-h, --help", "print help")
    .addHelpText("after", ({ command }) => renderExamples("Examples:", texts.examples, command));
}

/** Two columns, wrapped to the width of the help. */
export function renderExamples(
  title: string,
  examples: readonly Example[],
  command: Pick<Command, "createHelp" | "configureOutput">,
): string {
  const help = command.createHelp();
  const helpWidth = command.configureOutput().getOutHelpWidth?.() ?? 80;
  help.prepareContext({ helpWidth });
  const widest = Math.max(...examples.map(([line]) => line.length));
  const lines = examples.map(([line, purpose]) =>
    // Where little room is left, the purpose stands above: two columns would be a ladder of words.
    helpWidth - widest < 44
      ? `  # ${purpose}\n  ${line}`
      : help.formatItem(line, widest, purpose, help),
  );
  return ["", title, ...lines].join("\n");
}

/** For flags that may be given several times. */
export function collect(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
