import { parsePathLabel, type PathLabel } from "./path-label.ts";
import type { SourceLine } from "./source-line.ts";

const comment =
  /^\s*(?:#+|\/\/+|--+|;+|<!--|\/\*+|\*|%+|REM\b|\{#|##)\s?(.*?)(?:\*\/|-->|#\})?\s*$/u;
const docstring = /^\s*[rRuU]?(?:"""|''')\s*(.*?)\s*(?:"""|''')?\s*$/u;
/** More leading comments than this are a text, not a header. */
const maxLeadingComments = 6;

/** A label is short: what stands further to the right is not read. */
const maxLabelLength = 400;

/** The words of a line that is nothing but a comment; null: it is code. */
export function commentText(line: string): string | null {
  return comment.exec(line.slice(0, maxLabelLength))?.[1]?.trim() ?? null;
}

/** The label in the comments, or the docstring, with which a block begins. */
export function readLeadingLabel(
  lines: readonly SourceLine[],
): (PathLabel & { readonly index: number }) | null {
  let first = true;
  for (const [index, { text }] of lines.entries()) {
    if (text.trim() === "") continue;
    if (index > maxLeadingComments || text.startsWith("#!")) {
      if (index > maxLeadingComments) return null;
      continue;
    }
    const words = commentText(text);
    if (words === null) {
      const opened = docstring.exec(text.slice(0, maxLabelLength))?.[1];
      const quoted =
        opened === undefined
          ? null
          : parsePathLabel(opened === "" ? (lines[index + 1]?.text ?? "") : opened);
      return quoted === null || quoted.path === null || isRemark(quoted)
        ? null
        : { ...quoted, index };
    }
    const label = parsePathLabel(words);
    // Below the first line, `main.py: do this` is a remark on another file.
    if (label !== null && (first || !isRemark(label))) return { ...label, index };
    first = false;
  }
  return null;
}

function isRemark(label: PathLabel): boolean {
  return /^:\s*\S/u.test(label.words);
}

/** A comment at column 0 that is a label and nothing else: it may start a file inside of a block. */
export function readSeparator(line: string): PathLabel | null {
  if (/^\s/u.test(line)) return null;
  const words = commentText(line);
  if (words === null) return null;
  const label = parsePathLabel(words);
  return label === null || label.path === null || isRemark(label) ? null : label;
}

/** A comment that is only a ruler: `# -----`, `# =====`. */
export function isRuler(line: string): boolean {
  return line.length <= maxLabelLength && /^(?:#|\/\/|--)\s*[-=~#*_─━]{3,}\s*$/u.test(line);
}
