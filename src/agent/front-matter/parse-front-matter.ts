import {
  isMap,
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type YAMLMap,
} from "yaml";
import { UserError } from "../../user-error.ts";
import type { AgentWarning } from "../types.ts";
import { documentedFields } from "./documented-fields.ts";
import { explainYamlError } from "./explain-yaml-error.ts";
import { findProse, notClosed, topLevelKey, type SplitFile } from "./split-front-matter.ts";

/** A top-level entry of the front matter. */
export interface FrontMatterEntry {
  readonly value: unknown;
  /** Line of the file that holds the key. */
  readonly line: number;
  /** The words of a scalar as they were meant: `007` stays `007`. Null: a list or a mapping. */
  readonly words: string | null;
  /** The value as it stands in the file, quotes and marks included, and the line it starts on. */
  readonly source: { readonly text: string; readonly line: number };
}

export interface FrontMatter {
  readonly data: Readonly<Record<string, unknown>>;
  readonly entries: ReadonlyMap<string, FrontMatterEntry>;
  readonly warnings: readonly AgentWarning[];
}

/**
 * Parses the YAML between the fences, strictly.
 * @throws UserError with the line of the file for YAML that does not parse, that is no mapping, or that sets a key twice.
 */
export function parseFrontMatter(file: SplitFile, path: string): FrontMatter {
  const text = file.yaml.join("\n");
  const lineCounter = new LineCounter();
  const lineAt = (offset: number): number =>
    Math.min(file.openLine + Math.max(lineCounter.linePos(offset).line, 1), file.closeLine);
  const fail = (line: number, message: string, hint: string, cause?: unknown): UserError =>
    new UserError("agent/bad-front-matter", message, { place: `${path}:${line}`, hint, cause });

  const end = file.yaml.findIndex((line) => /^\.\.\.(?:\s|$)/u.test(line));
  if (end !== -1) {
    throw fail(
      file.openLine + 1 + end,
      "`...` ends the YAML before the front matter ends",
      "Remove the line, or close the front matter with `---`.",
    );
  }
  const document = parse(text, lineCounter, (cause) =>
    fail(
      file.openLine,
      "the front matter is nested too deeply",
      "Write it flat: `key: value`.",
      cause,
    ),
  );
  const error = document.errors[0];
  if (error !== undefined) {
    const swallowed = swallowedBody(file);
    if (swallowed !== null) throw notClosed(path, file.openLine, swallowed);
    const open = error.message.includes("Missing closing") ? lastValueOffset(document) : null;
    const row = lineAt(open ?? error.pos[0]) - file.openLine - 1;
    const fault = explainYamlError(error.code, error.message, row, file.yaml);
    throw fail(file.openLine + 1 + fault.row, fault.message, fault.hint, error);
  }
  const twice = findDuplicate(document);
  if (twice !== null) {
    throw fail(
      lineAt(twice.second),
      `the key \`${twice.key}\` is set twice, first on line ${lineAt(twice.first)}`,
      "Remove one of the two.",
    );
  }
  if (document.contents !== null && !isMap(document.contents) && !isEmpty(document.contents)) {
    const prose = findProse(file.yaml, 0, file.yaml.length);
    throw new UserError(
      "agent/front-matter-no-mapping",
      "the front matter is not a list of keys and values",
      {
        place: `${path}:${prose === null ? lineAt(document.contents.range?.[0] ?? 0) : file.openLine + prose.line}`,
        hint: "Write one `key: value` a line, `name: …` and `description: …` at least.",
      },
    );
  }
  const data = toData(document, (cause) => {
    const alias = findBadAlias(document);
    const name = alias === null ? "the front matter" : `\`*${alias.name}\``;
    return fail(
      alias === null ? file.openLine : lineAt(alias.offset),
      alias?.isKnown === false ? `${name} refers to nothing` : `${name} refers to itself`,
      "Quote values that start with `*` or `&`.",
      cause,
    );
  });
  return {
    data,
    entries: collectEntries(document, text, data, lineAt),
    warnings: [
      ...document.warnings.map((warning) => ({
        line: lineAt(warning.pos[0]),
        message: `the front matter has ${lowerFirst(warning.message)}; quote the value`,
      })),
      ...headingComments(file),
    ],
  };
}

function parse(
  text: string,
  lineCounter: LineCounter,
  tooDeep: (cause: unknown) => UserError,
): Document.Parsed {
  // The parser needs minutes for thousands of nested marks on one line, which no author writes.
  if (/(?:[?-][ \t]+|[[{][ \t]*){64}/u.test(text)) throw tooDeep(undefined);
  try {
    // Keys are compared below, with both lines and in linear time.
    return parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      uniqueKeys: false,
      logLevel: "silent",
    });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooDeep(cause);
    throw cause;
  }
}

function toData(
  document: Document.Parsed,
  circular: (cause: unknown) => UserError,
): Readonly<Record<string, unknown>> {
  try {
    const data: unknown = document.toJS() ?? {};
    JSON.stringify(data);
    return data as Record<string, unknown>;
  } catch (cause) {
    throw circular(cause);
  }
}

function collectEntries(
  document: Document.Parsed,
  text: string,
  data: Readonly<Record<string, unknown>>,
  lineAt: (offset: number) => number,
): ReadonlyMap<string, FrontMatterEntry> {
  const entries = new Map<string, FrontMatterEntry>();
  if (!isMap(document.contents)) return entries;
  for (const pair of document.contents.items) {
    const { key, value } = pair as { key: Node; value: Node | null };
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const start = value?.range?.[0] ?? key.range?.[1] ?? 0;
    const end = value?.range?.[1] ?? start;
    let words: string | null = null;
    if (isScalar(value)) {
      words =
        typeof value.value === "string"
          ? value.value
          : value.value === null
            ? ""
            : (value.source ?? "");
    } else if (value === null) {
      words = "";
    } else if (typeof data[name] === "string") {
      words = data[name];
    }
    entries.set(name, {
      value: data[name],
      line: lineAt(key.range?.[0] ?? 0),
      words,
      source: { text: text.slice(start, end), line: lineAt(start) },
    });
  }
  return entries;
}

/** The first alias that has no anchor, or that stands inside of what it refers to. */
function findBadAlias(
  document: Document.Parsed,
): { readonly name: string; readonly offset: number; readonly isKnown: boolean } | null {
  let found: { name: string; offset: number; isKnown: boolean } | null = null;
  visit(document, {
    Alias(_, alias, path) {
      const target = alias.resolve(document);
      if (target !== undefined && !path.includes(target)) return undefined;
      const offset = alias.range?.[0] ?? 0;
      found = { name: alias.source, offset, isKnown: target !== undefined };
      return visit.BREAK;
    },
  });
  return found;
}

function findDuplicate(
  document: Document.Parsed,
): { readonly key: string; readonly first: number; readonly second: number } | null {
  let found: { key: string; first: number; second: number } | null = null;
  visit(document, {
    Map(_, map: YAMLMap) {
      const seen = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const first = seen.get(name);
        const at = key.range?.[0] ?? 0;
        if (first !== undefined) {
          found = { key: name, first, second: at };
          return visit.BREAK;
        }
        seen.set(name, at);
      }
      return undefined;
    },
  });
  return found;
}

/** Where the fence that "closes" is a rule of the body: prose after a blank line, and no key after it. */
function swallowedBody(file: SplitFile): { readonly line: number; readonly words: string } | null {
  const prose = findProse(file.yaml, 0, file.yaml.length);
  if (prose === null) return null;
  const keyAfter = file.yaml.slice(prose.line).some((line) => {
    const key = topLevelKey(line);
    return key !== null && documentedFields.has(key);
  });
  return keyAfter ? null : { line: file.openLine + prose.line, words: prose.words };
}

/** A Markdown heading is a YAML comment: valid, and yet most likely the swallowed start of the prompt. */
function headingComments(file: SplitFile): AgentWarning[] {
  const prose = findProse(file.yaml, 0, file.yaml.length);
  if (prose === null || !prose.words.startsWith("#")) return [];
  return [
    {
      line: file.openLine + prose.line,
      message:
        "this line is inside the front matter, where it is a comment; if it is a heading of the prompt, close the front matter with `---` before it",
    },
  ];
}

function lastValueOffset(document: Document.Parsed): number | null {
  let last: number | null = null;
  visit(document, {
    Scalar(_, scalar) {
      if (scalar.type?.startsWith("QUOTE_") === true) last = scalar.range?.[0] ?? last;
    },
  });
  return last;
}

function isEmpty(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
