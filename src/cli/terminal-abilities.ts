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

/**
 * Whether text may have more than ASCII: the locale must be one of UTF-8 (LC_ALL before LC_CTYPE
 * before LANG, as in POSIX), and the terminal not the bare console of Linux or a dumb one, whose
 * fonts lack the blocks of a sparkline.
 */
export function chooseUnicode(
  env: Io["env"],
  platform: NodeJS.Platform = process.platform,
): boolean {
  if (["dumb", "linux"].includes(env["TERM"] ?? "")) return false;
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find(isSet);
  if (locale !== undefined) return /utf-?8/iu.test(locale);
  // Windows has no locale in its environment; its Terminal says that it is there.
  return platform === "win32" && isSet(env["WT_SESSION"]);
}
