import type { Theme } from "../report/index.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { chooseColours, chooseColumns } from "./terminal-abilities.ts";

/** What every command is given. */
export interface CommandContext {
  readonly io: Io;
  /** How stdout takes text. */
  readonly theme: Theme;
  /** How stderr takes text. */
  readonly noteTheme: Theme;
  readonly version: string;
  /** Prints a line of the result to stdout. */
  readonly print: (text: string) => void;
  /** Prints a line that is no result to stderr. */
  readonly note: (text: string) => void;
  readonly exitWith: (code: ExitCode) => void;
}

export function createContext(options: {
  readonly io: Io;
  readonly argv: readonly string[];
  readonly version: string;
  readonly exitWith: (code: ExitCode) => void;
}): CommandContext {
  const { io, argv, version, exitWith } = options;
  const themeOf = (stream: Io["stdout"]): Theme => ({
    colours: chooseColours(stream, io.env, argv),
    columns: chooseColumns(stream, io.env),
  });
  return {
    io,
    theme: themeOf(io.stdout),
    noteTheme: themeOf(io.stderr),
    version,
    print: (text) => void io.stdout.write(`${text}\n`),
    note: (text) => void io.stderr.write(`${text}\n`),
    exitWith,
  };
}
