import type { FileVersion } from "./block-version.ts";
import { collectItems, type AnswerItem, type RawProse } from "./collect-blocks.ts";
import { dropProjectFolder, readDirectoryTree } from "./directory-tree.ts";
import { inferPaths } from "./infer-paths.ts";
import { putTogether } from "./put-together.ts";
import { readBlocks, type ReadBlock } from "./read-block.ts";
import { readMarkdown } from "./read-markdown.ts";
import { readVersions } from "./read-versions.ts";
import { resolveBareNames } from "./resolve-bare-names.ts";
import { isBlank, joinText, normalizeText, toSourceLines, type SourceLine } from "./source-line.ts";
import type { AssembledAnswer, BlockRole, CodeBlock } from "./types.ts";
import { openJsonBlock, readUnfenced } from "./unfenced-answer.ts";

/** Takes an answer apart into blocks and prose, and puts its files together. Never throws, on any text. */
export function assembleAnswer(answer: string): AssembledAnswer {
  const text = normalizeText(answer);
  const lines = toSourceLines(text);
  const items = readItems(lines);
  const read = readBlocks(items);
  const { versions, roles } = readVersions(read);
  const prose = items.filter((item): item is RawProse => item.kind !== "block" && item.text !== "");
  const inferred = inferPaths(versions, findCommands(read, prose));
  const placed = versions.map((version, index): FileVersion => {
    const path = inferred.get(index);
    return path === undefined ? version : { ...version, path, from: "inferred" };
  });
  const told = findToldNames(placed);
  const files = putTogether(resolveBareNames(placed));
  const given = files.map((file) => file.path);
  const expected = read.flatMap(({ role, raw }) =>
    role === "tree"
      ? dropProjectFolder(readDirectoryTree(raw.lines.map((line) => line.text)), given)
      : [],
  );
  return {
    text,
    blocks: read.map((block, index) =>
      toCodeBlock(block, roles[index] ?? block.role, told.get(index) ?? null),
    ),
    files,
    expectedPaths: [...new Set(expected)],
    prose: prose.map(({ kind, text: words, line }) => ({ kind, text: words, line })),
    truncated: isTruncated(read, lines),
    warnings: read.flatMap(warningsOf),
  };
}

function readItems(lines: readonly SourceLine[]): readonly AnswerItem[] {
  const items = collectItems(readMarkdown(lines));
  const fenced = items.some((item) => item.kind === "block" && item.fenced);
  const read = fenced ? items : (readUnfenced(lines) ?? items);
  return read.flatMap((item): readonly AnswerItem[] =>
    item.kind === "block" ? (openJsonBlock(item) ?? [item]) : [item],
  );
}

/** Text in which the answer may say how its application is started. */
function findCommands(blocks: readonly ReadBlock[], prose: readonly RawProse[]): readonly string[] {
  const code = blocks
    .filter((block) => block.role === "console" || block.language === "python")
    .map((block) => joinText(block.raw.lines));
  return [...code, ...prose.map((line) => line.text)];
}

/** Names that the block itself does not give: of its diff's head, or inferred. */
function findToldNames(versions: readonly FileVersion[]): ReadonlyMap<number, CodeBlock["name"]> {
  const names = new Map<number, CodeBlock["name"]>();
  for (const { block, path, from } of versions) {
    if ((from === "inferred" || from === "diff") && !names.has(block)) {
      names.set(block, { path, from });
    }
  }
  return names;
}

function toCodeBlock(
  { raw, language, name }: ReadBlock,
  role: BlockRole,
  told: CodeBlock["name"],
): CodeBlock {
  return {
    language,
    role,
    text: joinText(raw.lines),
    lines: raw.lines.map((line) => line.line),
    span: raw.span,
    closed: raw.closed,
    name: name === null ? told : { path: name.path, from: name.from },
  };
}

function isTruncated(blocks: readonly ReadBlock[], lines: readonly SourceLine[]): boolean {
  const last = blocks.at(-1)?.raw;
  if (last === undefined || last.closed) return false;
  return lines.every((line) => line.line <= last.span.end || isBlank(line));
}

function warningsOf(block: ReadBlock): AssembledAnswer["warnings"] {
  if (!block.refusedName) return [];
  return [
    {
      line: block.raw.span.start,
      message:
        "The block is named with a path outside of the project (absolute, or with `..`): it counts as nameless.",
    },
  ];
}
