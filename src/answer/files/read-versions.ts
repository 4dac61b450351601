import { linesAfterDiff, readDiff } from "./apply-diff.ts";
import { readVersion, type FileVersion } from "./block-version.ts";
import { readHereDocuments } from "./here-documents.ts";
import { languageOfPath } from "./language.ts";
import type { BlockName } from "./name-block.ts";
import { definedNames, readPythonOutline } from "./python-outline.ts";
import type { ReadBlock } from "./read-block.ts";
import { joinText, spanOf, type SourceLine } from "./source-line.ts";
import { splitBlock } from "./split-block.ts";
import type { BlockRole } from "./types.ts";

export interface ReadVersions {
  readonly versions: readonly FileVersion[];
  /** The role of each block, examples and alternatives told. */
  readonly roles: readonly BlockRole[];
}

/** What the blocks of an answer say of its files, in order. */
export function readVersions(blocks: readonly ReadBlock[]): ReadVersions {
  const versions: FileVersion[] = [];
  const roles: BlockRole[] = [];
  const shown = new ShownCode(versions);
  for (const [index, block] of blocks.entries()) {
    const found = continued(versionsOf(block, index), block, versions);
    const leftOut =
      block.cue === "bad-example" ||
      (block.cue === "alternative" && found.some((version) => shown.includes(version)));
    roles.push(leftOut && block.cue !== null ? block.cue : block.role);
    if (!leftOut) versions.push(...found);
  }
  return { versions, roles };
}

/** "The same file, continued": what follows is added to the file of the block before. */
function continued(
  found: readonly FileVersion[],
  block: ReadBlock,
  versions: readonly FileVersion[],
): readonly FileVersion[] {
  const [only, another] = found;
  const before = versions.at(-1);
  if (!block.continues || only === undefined || another !== undefined) return found;
  if (only.from !== null || before?.language !== "python" || before.from === null) return found;
  return [{ ...only, path: before.path, from: before.from, appended: true, excerpt: true }];
}

/** The paths and the names that earlier blocks have given; read only where an alternative asks. */
class ShownCode {
  readonly #versions: readonly FileVersion[];
  readonly #paths = new Set<string>();
  readonly #names = new Set<string>();
  #read = 0;

  constructor(versions: readonly FileVersion[]) {
    this.#versions = versions;
  }

  /** An earlier block gives the same file, or, to a nameless one, something of the same name. */
  includes(version: FileVersion): boolean {
    for (; this.#read < this.#versions.length; this.#read += 1) {
      const earlier = this.#versions[this.#read] as FileVersion;
      this.#paths.add(earlier.path);
      for (const name of namesOf(earlier)) this.#names.add(name);
    }
    if (version.from !== null) return this.#paths.has(version.path);
    return [...namesOf(version)].some((name) => this.#names.has(name));
  }
}

function namesOf({ language, lines }: FileVersion): ReadonlySet<string> {
  return language === "python" ? definedNames(readPythonOutline(joinText(lines))) : new Set();
}

function versionsOf(block: ReadBlock, index: number): readonly FileVersion[] {
  if (block.role === "diff") return diffVersions(block, index);
  if (block.role === "console") return hereDocumentVersions(block, index);
  if (block.role !== "code") return [];
  const script = block.language === "bash" ? hereDocumentVersions(block, index) : [];
  return script.length > 0 && block.name === null ? script : codeVersions(block, index);
}

function codeVersions(block: ReadBlock, index: number): readonly FileVersion[] {
  const sections = splitBlock(block.raw.lines, block.language);
  return sections.flatMap(({ label, lines }, position) => {
    const own: BlockName | null =
      label === null || label.path === null || (position === 0 && block.name !== null)
        ? position === 0
          ? block.name
          : null
        : { path: label.path, from: "comment", words: label.words };
    if (own === null && block.language !== "python") return [];
    const path = own?.path ?? `block-${index + 1}.py`;
    const span = sections.length === 1 ? block.raw.span : spanOf(lines, block.raw.span);
    const language = own === null ? block.language : languageOfPath(path) || block.language;
    return [plainVersion({ path, language, lines, span, block: index, name: own })];
  });
}

function hereDocumentVersions(block: ReadBlock, index: number): readonly FileVersion[] {
  return readHereDocuments(block.raw.lines).map(({ path, lines, appended, command }) => {
    const name: BlockName = { path, from: "here-document", words: "" };
    const body: readonly SourceLine[] =
      lines.length === 0 ? [{ text: "", line: command.line }] : lines;
    const version = plainVersion({
      path,
      language: languageOfPath(path),
      lines: body,
      span: spanOf(body, block.raw.span),
      block: index,
      name,
    });
    return appended ? { ...version, appended, excerpt: true } : version;
  });
}

function diffVersions(block: ReadBlock, index: number): readonly FileVersion[] {
  return readDiff(block.raw.lines).flatMap((diff) => {
    const path = diff.path ?? block.name?.path ?? null;
    const lines = linesAfterDiff(diff);
    if (path === null || diff.deletes || lines.length === 0) return [];
    const name: BlockName = {
      path,
      from: diff.path === null ? (block.name?.from ?? "diff") : "diff",
      words: "",
    };
    const span = spanOf(lines, block.raw.span);
    return [
      readVersion(
        {
          path,
          from: name.from,
          language: languageOfPath(path),
          lines,
          span,
          block: index,
          diff,
          appended: false,
        },
        name,
      ),
    ];
  });
}

function plainVersion(given: {
  readonly path: string;
  readonly language: string;
  readonly lines: readonly SourceLine[];
  readonly span: FileVersion["span"];
  readonly block: number;
  readonly name: BlockName | null;
}): FileVersion {
  const { name, ...rest } = given;
  return readVersion({ ...rest, from: name?.from ?? null, diff: null, appended: false }, name);
}
