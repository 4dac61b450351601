import { readLeadingLabel } from "./comment-label.ts";
import type { RawBlock, RawProse } from "./collect-blocks.ts";
import { findPaths } from "./file-path.ts";
import { pathOfTag } from "./file-tag.ts";
import type { FenceInfo } from "./info-string.ts";
import { languageOfPath } from "./language.ts";
import { parsePathLabel, stripMarks } from "./path-label.ts";
import type { NameSource } from "./types.ts";

export interface BlockName {
  readonly path: string;
  readonly from: NameSource;
  /** The words around the path where it was found. */
  readonly words: string;
}

/** How far above a fence a line still names it, in lines that are not blank. */
const reach = 3;
const namingVerb =
  /^(?:create|add|update|edit|in|inside|save|put|file|here(?: is|'s|’s)|replace|modify|now|then|finally|first|next|open|append|start|write|extend|register|wire|include|your)\b/iu;

/** What stands above a block. */
export interface Surroundings {
  /** The prose since the block before, nearest first, up to a heading. */
  readonly prose: readonly RawProse[];
  /** The nearest heading, unless another block has taken its name. */
  readonly heading: RawProse | null;
}

/** `path` null: named with a path that no project can hold. */
export type NameCandidate = BlockName | { readonly path: null; readonly from: NameSource };

/** The names that a block could have, in the order in which they count: info string, comment, line before, heading. */
export function findBlockNames(
  block: RawBlock,
  info: FenceInfo,
  { prose, heading }: Surroundings,
): readonly NameCandidate[] {
  const tag = tagAbove(prose);
  // The head of a diff looks like a comment of SQL.
  const comment = /^(?:diff|patch)\b/iu.test(block.info) ? null : readLeadingLabel(block.lines);
  return [
    info.label,
    tag === null ? null : { path: tag, from: "tag" as const, words: "" },
    comment === null
      ? null
      : { path: comment.path, from: "comment" as const, words: comment.words },
    lineAbove(prose, block),
    heading === null ? null : nameOfHeading(heading),
  ].filter((name) => name !== null);
}

/** Whether a file of that name may hold a block of that language. */
export function fitsLanguage(path: string, language: string): boolean {
  const expected = languageOfPath(path);
  if (expected === language || language === "diff") return true;
  if (expected === "python" || language === "python") return false;
  if (expected === "" || expected === "text" || language === "" || language === "text") return true;
  if (language === "bash") {
    return expected === "dotenv" || expected === "dockerfile" || expected === "ini";
  }
  return configuration.has(expected) === configuration.has(language);
}

const configuration: ReadonlySet<string> = new Set(["ini", "toml", "dotenv", "yaml", "properties"]);

function tagAbove(prose: readonly RawProse[]): string | null {
  for (const line of prose.slice(0, reach)) {
    const path = pathOfTag(line.raw);
    if (path !== null) return path;
  }
  return null;
}

function lineAbove(prose: readonly RawProse[], block: RawBlock): NameCandidate | null {
  for (const [index, line] of prose.slice(0, reach).entries()) {
    if (line.depth > 0) return null;
    // A list of several files names none of them, unless the fence stands inside its item.
    if (line.listLength > 1 && line.item !== block.item) continue;
    if (line.kind === "table-row") continue;
    const label = parsePathLabel(line.raw);
    if (label !== null) {
      return { path: label.path, from: "line-before", words: `${line.text} ${label.words}` };
    }
    if (index > 0) continue;
    const text = stripMarks(line.raw);
    if (!text.endsWith(":") && !namingVerb.test(text)) continue;
    const path = solePath(text);
    if (path !== null) return { path, from: "line-before", words: line.text };
  }
  return null;
}

/** A sentence may name one file and its module's command; of several files it names none. */
function solePath(sentence: string): string | null {
  const clause = sentence.split(/(?<=[.!?])\s+/u).at(-1) ?? sentence;
  for (const text of [clause, sentence]) {
    const paths = findPaths(text);
    if (paths.length === 1) return paths[0] ?? null;
    if (paths.length > 1) return null;
  }
  return null;
}

export function nameOfHeading(heading: RawProse): NameCandidate | null {
  const label = parsePathLabel(heading.raw);
  if (label !== null) {
    return { path: label.path, from: "heading", words: `${heading.text} ${label.words}` };
  }
  const path = solePath(stripMarks(heading.raw));
  return path === null ? null : { path, from: "heading", words: heading.text };
}
