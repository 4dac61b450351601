import type { YAMLError } from "yaml";
import { documentedFields } from "./documented-fields.ts";
import { topLevelKey } from "./split-front-matter.ts";

/** What is wrong with the YAML, in the author's terms. */
export interface YamlFault {
  /** Index into the lines of the front matter. */
  readonly row: number;
  readonly message: string;
  readonly hint: string;
}

/** Turns an error of the YAML parser into words and a remedy. `row`: 0-based line of the error. */
export function explainYamlError(
  code: YAMLError["code"],
  parserMessage: string,
  row: number,
  lines: readonly string[],
): YamlFault {
  const owner = findOwner(lines, row);
  const value = owner === null ? "the value" : `the value of \`${owner.key}\``;
  const label = owner?.key ?? "description";
  const block = `write \`${label}: |\` and indent the value on the lines below it`;
  const quote = { hint: `Quote the value, or ${block}.` };
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY": {
      if (owner !== null && !/:[ \t]+\S/u.test(valueOf(lines[owner.row] ?? ""))) {
        const next = lines.findIndex(
          (line, at) => at > owner.row && /^\s+\S.*:(?:\s|$)/u.test(line),
        );
        if (next !== -1 && valueOf(lines[owner.row] ?? "") !== "") {
          return {
            row: next,
            message: `this line is indented below \`${owner.key}\`, which already has a value`,
            hint: `Remove the indent, or move \`${owner.key}\` out of the value around it.`,
          };
        }
      }
      return {
        row: owner?.row ?? row,
        message: `${value} holds \`: \` outside of quotes`,
        ...quote,
      };
    }
    case "MULTILINE_IMPLICIT_KEY":
    case "BAD_INDENT":
      if (parserMessage.startsWith("Flow ")) return explainOpenBracket(lines, row);
      if (topLevelKey(lines[row] ?? "") === null || code === "BAD_INDENT") {
        return {
          row,
          message: "this line is neither a key nor an indented part of the value above it",
          hint: `If it belongs to ${value}, ${block}; a key is written \`key: value\`.`,
        };
      }
      break;
    case "MISSING_CHAR":
      if (parserMessage.includes("quote")) {
        return {
          row,
          message: `${value} opens a quote that is never closed`,
          hint: 'Close the quote at the end of the value; a double quote inside double quotes is written \\".',
        };
      }
      return {
        row,
        message: "this line is no key and value",
        hint: "A key is followed by a colon and a space: `key: value`.",
      };
    case "TAB_AS_INDENT":
      return { row, message: "this line is indented with a tab", hint: "Indent with spaces." };
    case "BAD_DQ_ESCAPE":
      return {
        row,
        message: `${value} holds a backslash that means nothing inside double quotes`,
        hint: "Double the backslash, or use single quotes.",
      };
    case "UNEXPECTED_TOKEN":
      if (/^["']/u.test(valueOf(lines[owner?.row ?? row] ?? ""))) {
        return {
          row,
          message: `${value} goes on after its closing quote`,
          hint: `Write a quote inside of the value as '' (single) or \\" (double), or ${block}.`,
        };
      }
      return { row, message: `${value} is not valid YAML`, ...quote };
    case "BAD_ALIAS":
    case "BAD_SCALAR_START":
      return {
        row,
        message: `${value} starts with a character that has a meaning of its own in YAML`,
        hint: `Quote the value: \`${label}: "…"\`.`,
      };
    default:
      break;
  }
  return {
    row,
    message: `the front matter is not valid YAML: ${lowerFirst(parserMessage)}`,
    hint: `Check quotes and indents near this line; when in doubt, ${block}.`,
  };
}

/** A list or map in brackets that goes on into the next key: the fault is where it opens. */
function explainOpenBracket(lines: readonly string[], row: number): YamlFault {
  const opener = lines
    .slice(0, row + 1)
    .findLastIndex((line) => topLevelKey(line) !== null && /^[[{]/u.test(valueOf(line)));
  const at = opener === -1 ? row : opener;
  const key = topLevelKey(lines[at] ?? "");
  const bracket = valueOf(lines[at] ?? "").startsWith("{") ? "{" : "[";
  return {
    row: at,
    message: `${key === null ? "the value" : `the value of \`${key}\``} opens a \`${bracket}\` that is never closed`,
    hint: `Close it with \`${bracket === "{" ? "}" : "]"}\`; text that starts with a bracket must be quoted.`,
  };
}

/** The key to whose value a line belongs: its own, else the nearest documented one above, else the nearest. */
function findOwner(
  lines: readonly string[],
  row: number,
): { readonly key: string; readonly row: number } | null {
  let nearest: { readonly key: string; readonly row: number } | null = null;
  for (let at = Math.min(row, lines.length - 1); at >= 0; at -= 1) {
    const key = topLevelKey(lines[at] ?? "");
    if (key === null) continue;
    if (at === row || documentedFields.has(key)) return { key, row: at };
    nearest ??= { key, row: at };
  }
  return nearest;
}

function valueOf(line: string): string {
  return line.slice(line.indexOf(":") + 1).trim();
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
