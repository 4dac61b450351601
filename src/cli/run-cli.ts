import { CommanderError } from "@commander-js/extra-typings";
import { createContext } from "./context.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { printError } from "./print-error.ts";
import { createProgram } from "./program.ts";
import { readVersion } from "./version.ts";

/**
 * Runs one command line (without `node` and the script) and returns the exit code. Never throws:
 * every error is printed.
 */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let exitCode: ExitCode = exitCodes.fine;
  const context = createContext({
    io,
    argv,
    version: readVersion(),
    exitWith: (code) => {
      exitCode = code;
    },
  });
  const program = createProgram(context);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.fine;
    const called = argv.find((word) => !word.startsWith("-"));
    return printError(
      error,
      context,
      program.commands.find((command) => command.name() === called) ?? null,
    );
  }
}
