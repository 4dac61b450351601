import picocolors from "picocolors";
import type { Theme } from "../report/index.ts";
import type { Io, OutputStream } from "./io.ts";

const columnsWithoutTerminal = 80;
/** Longer lines than this are hard to read, however wide the window. */
const mostColumns = 120;
const fewestColumns = 40;

/**
 * Colours, or functions that leave text as it is. In this order: `--no-color`, NO_COLOR and
 * FORCE_COLOR (no-color.org, force-color.org), TERM=dumb, and whether a terminal listens.
 */
export function chooseColours(
  stream: OutputStream,
  env: Io["env"],
  argv: readonly string[],
): Theme["colours"] {
  return picocolors.createColors(wantsColours(stream, env, argv));
}

function wantsColours(stream: OutputStream, env: Io["env"], argv: readonly string[]): boolean {
  if (argv.includes("--no-color") || isSet(env["NO_COLOR"])) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stream.isTTY === true && env["TERM"] !== "dumb";
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

/** Width to write for: the terminal's, else COLUMNS, else 80; never outside of 40..120. */
export function chooseColumns(stream: OutputStream, env: Io["env"]): number {
  const fromEnv = Number(env["COLUMNS"]);
  const wanted =
    stream.isTTY === true && stream.columns
      ? stream.columns
      : Number.isInteger(fromEnv) && fromEnv > 0
        ? fromEnv
        : columnsWithoutTerminal;
  return Math.min(mostColumns, Math.max(fewestColumns, wanted));
}
