import type { CommanderError } from "@commander-js/extra-typings";

/** What an error says; `place` and `hint` stand below the message. */
export interface ErrorLines {
  readonly message: string;
  readonly place: string | undefined;
  readonly hint: string | undefined;
}

/** What has to be known of a command to say how it is used. */
export interface UsageSource {
  name(): string;
  usage(): string;
}

const suggestion = /^\(Did you mean (?<names>.+)\?\)$/u;
const wrongArguments = ["commander.missingArgument", "commander.excessArguments"];

/**
 * Takes commander's message apart: the sentence, and as a hint its suggestion, or how the command
 * is used.
 *
 * @param command the command that was called; null: none
 */
export function describeUsageError(error: CommanderError, command: UsageSource | null): ErrorLines {
  const [first = "", ...rest] = error.message.split("\n");
  const message = first.replace(/^error: /u, "");
  const names = rest.map((line) => suggestion.exec(line)?.groups?.["names"]).find(Boolean);
  return { message, place: undefined, hint: hintOf(error, names, command) };
}

function hintOf(
  { code }: CommanderError,
  names: string | undefined,
  command: UsageSource | null,
): string {
  if (names !== undefined) return `did you mean ${names}?`;
  if (command === null) return "see `assay --help`";
  const name = `assay ${command.name()}`;
  return wrongArguments.includes(code)
    ? `usage: ${name} ${command.usage()}`
    : `see \`${name} --help\``;
}
