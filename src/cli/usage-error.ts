import type { CommanderError } from "@commander-js/extra-typings";

/** What an error says; `place` and `hint` stand below the message. */
export interface ErrorLines {
  readonly message: string;
  readonly place: string | undefined;
  readonly hint: string | undefined;
}

const suggestion = /^\(Did you mean (?<names>.+)\?\)$/u;

/** Takes commander's message apart: the sentence, and its suggestion as a hint. */
export function describeUsageError(error: CommanderError): ErrorLines {
  const [first = "", ...rest] = error.message.split("\n");
  const message = first.replace(/^error: /u, "");
  const names = rest.map((line) => suggestion.exec(line)?.groups?.["names"]).find(Boolean);
  return {
    message,
    place: undefined,
    hint: names === undefined ? "see `assay --help`" : `did you mean ${names}?`,
  };
}
