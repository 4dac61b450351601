import { CommanderError } from "@commander-js/extra-typings";
import { UserError } from "../user-error.ts";
import type { CommandContext } from "./context.ts";
import { exitCodes } from "./exit-codes.ts";
import { describeUsageError, type ErrorLines, type UsageSource } from "./usage-error.ts";

/**
 * Prints an error to stderr and returns the exit code. What a user can mend takes one to three
 * lines; anything else is a bug and comes with its stack.
 *
 * @param command the command that was called; null: none
 */
export function printError(
  error: unknown,
  context: CommandContext,
  command: UsageSource | null,
): number {
  if (error instanceof UserError) {
    context.note(renderError(error, context));
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    // Help instead of a command (`assay` alone) was printed already, to stderr.
    if (error.code !== "commander.help") {
      context.note(renderError(describeUsageError(error, command), context));
    }
    return exitCodes.usage;
  }
  const { colours } = context.noteTheme;
  context.note(`${colours.red("error:")} this is a bug in assay ${context.version}.`);
  context.note("  Please report it with the command that you typed and these lines:\n");
  context.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.bug;
}

/** The first line of the message with its place and hint; further lines, if any, are further faults. */
function renderError(lines: ErrorLines, context: CommandContext): string {
  const { colours } = context.noteTheme;
  const [first, ...others] = lines.message.split("\n");
  return [
    `${colours.red("error:")} ${asSentence(first ?? "")}`,
    ...(lines.place === undefined ? [] : [`  at ${lines.place}`]),
    ...(lines.hint === undefined ? [] : [`  ${colours.cyan("→")} ${lines.hint}`]),
    ...others.map((line) => `  ${line}`),
  ].join("\n");
}

/** Messages come from many hands, also commander's: shown as sentences, all of them. */
function asSentence(message: string): string {
  // A file's name, as in "run.json is torn", stays as it is.
  const capital = /^[a-z]+\b(?!\.\w)/u.test(message)
    ? message.slice(0, 1).toUpperCase() + message.slice(1)
    : message;
  return /[\p{L}\p{N}`'")\]]$/u.test(capital) ? `${capital}.` : capital;
}
