import {
  looksLikeConsole,
  looksLikeDiff,
  looksLikeJson,
  looksLikeOutput,
  looksLikePython,
  looksLikeShell,
  looksLikeTree,
} from "./looks-like.ts";
import { languageOfPath } from "./language.ts";
import type { BlockRole } from "./types.ts";

export interface BlockClass {
  readonly language: string;
  readonly role: BlockRole;
}

const shells: ReadonlySet<string> = new Set(["bash", "console", "powershell", "batch"]);
const printed: ReadonlySet<string> = new Set([
  "text",
  "json",
  "http",
  "log",
  "output",
  "csv",
  "mermaid",
  "tree",
  "",
]);

/** What a block is, by its language, its text and the path that names it (null: nameless). */
export function classifyBlock(
  language: string,
  lines: readonly string[],
  path: string | null,
): BlockClass {
  const told = language === "" ? guessLanguage(lines, path) : language;
  if (told === "python") return { language: told, role: pythonRole(lines) };
  if (told === "diff") return { language: told, role: "diff" };
  if (
    (told === "text" || told === "" || shells.has(told) || told === "tree") &&
    looksLikeTree(lines)
  ) {
    return { language: told, role: "tree" };
  }
  if (shells.has(told)) return { language: told, role: path === null ? "console" : "code" };
  if (path !== null) return { language: told, role: "code" };
  return { language: told, role: printed.has(told) ? "output" : "code" };
}

function pythonRole(lines: readonly string[]): BlockRole {
  if (looksLikeConsole(lines)) return "console";
  if (looksLikeTree(lines)) return "tree";
  if (looksLikeDiff(lines)) return "diff";
  if (looksLikeShell(lines)) return "console";
  return looksLikeOutput(lines) ? "output" : "code";
}

function guessLanguage(lines: readonly string[], path: string | null): string {
  if (looksLikeTree(lines)) return "";
  if (looksLikeDiff(lines)) return "diff";
  const named = path === null ? "" : languageOfPath(path);
  if (named !== "") return named;
  if (looksLikeConsole(lines)) return "console";
  if (looksLikeShell(lines)) return "bash";
  if (looksLikeJson(lines)) return "json";
  if (looksLikeOutput(lines)) return "";
  return looksLikePython(lines) ? "python" : "";
}
