import { UserError } from "../../user-error.ts";

/** The two parts of an agent file. All line numbers are 1-based lines of the file. */
export interface SplitFile {
  /** Lines between the fences. */
  readonly yaml: readonly string[];
  /** Line of the opening fence; `yaml` starts on the next. */
  readonly openLine: number;
  readonly closeLine: number;
  /** Lines after the closing fence. */
  readonly body: readonly string[];
}

const fence = /^-{3,}[ \t]*$/u;
const key = /^(?:[\p{L}_][\p{L}\p{N}_.-]*|"[^"]{1,60}"|'[^']{1,60}')[ \t]*:(?:\s|$)/u;

/**
 * Finds the front matter: the first line that is not blank is a fence of three or more dashes,
 * and the next such line closes it.
 * @throws UserError where there is none, or where it is never closed.
 */
export function splitFrontMatter(lines: readonly string[], path: string): SplitFile {
  const open = lines.findIndex((line) => line.trim() !== "");
  if (open === -1 || !fence.test(lines[open] ?? "")) {
    throw new UserError(
      "agent/no-front-matter",
      open === -1 ? "the file is empty" : "the file has no front matter",
      {
        place: `${path}:${Math.max(open, 0) + 1}`,
        hint: "Start the file with a line `---`, then `name: …` and `description: …`, then a line `---`, then the prompt.",
      },
    );
  }
  const close = lines.findIndex((line, index) => index > open && fence.test(line));
  if (close === -1) throw notClosed(path, open + 1, findProse(lines, open + 1, lines.length));
  return {
    yaml: lines.slice(open + 1, close),
    openLine: open + 1,
    closeLine: close + 1,
    body: lines.slice(close + 1),
  };
}

/** The error for front matter without an end. `prose`: where the prompt seems to start. */
export function notClosed(
  path: string,
  openLine: number,
  prose: { readonly line: number; readonly words: string } | null,
): UserError {
  const where =
    prose === null ? "after its last key" : `before line ${prose.line} (\`${prose.words}\`)`;
  return new UserError("agent/front-matter-not-closed", "the front matter is never closed", {
    place: `${path}:${openLine}`,
    hint: `Put a line \`---\` ${where}.`,
  });
}

/**
 * The first line of `lines[from..to)` that can only be prose or Markdown, not YAML: it follows a
 * blank line, is not indented, and is no key, no list item and no plain comment.
 */
export function findProse(
  lines: readonly string[],
  from: number,
  to: number,
): { readonly line: number; readonly words: string } | null {
  for (let index = from; index < to; index += 1) {
    const line = lines[index] ?? "";
    const previous = lines[index - 1] ?? "";
    if (line.trim() === "" || previous.trim() !== "" || index === from) continue;
    if (/^[ \t]/u.test(line) || key.test(line) || /^(?:- |[\]})"'])/u.test(line)) continue;
    if (line.startsWith("#") && (lines[index + 1] ?? "").trim() !== "") continue;
    return { line: index + 1, words: excerpt(line) };
  }
  return null;
}

/** The key of a line that sets one at the top level, or null. */
export function topLevelKey(line: string): string | null {
  const match = key.exec(line);
  if (match === null) return null;
  return match[0].replace(/[ \t]*:\s*$/u, "").replaceAll(/["']/gu, "");
}

function excerpt(line: string): string {
  const words = line.trim();
  return words.length > 40 ? `${words.slice(0, 40).trimEnd()}…` : words;
}
