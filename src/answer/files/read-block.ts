import { classifyBlock, type BlockClass } from "./classify-block.ts";
import type { AnswerItem, RawBlock, RawProse } from "./collect-blocks.ts";
import { findExampleCue, type ExampleCue } from "./example-cues.ts";
import { parseInfoString } from "./info-string.ts";
import { parsesAsPython } from "./looks-like.ts";
import {
  findBlockNames,
  fitsLanguage,
  nameOfHeading,
  type BlockName,
  type NameCandidate,
  type Surroundings,
} from "./name-block.ts";
import type { BlockRole } from "./types.ts";

/** A block with what is known of it by itself and by the prose around it. */
export interface ReadBlock extends BlockClass {
  readonly raw: RawBlock;
  readonly name: BlockName | null;
  readonly cue: ExampleCue;
  /** The words above say that it goes on with the file of the block before. */
  readonly continues: boolean;
  /** It was named with a path outside of any project. */
  readonly refusedName: boolean;
}

const nearby = 5;

const continuation =
  /^\W*(?:(?:\S+ ){0,4}(?:same|this) file\b(?=.{0,30}\bcontinu)|continu(?:ed|es|ing|ation)\b|(?:and )?the (?:rest|second (?:half|part)|remainder) of (?:the|this) (?:same )?file\b)/iu;

/** Reads every block of an answer in the light of what stands above it. */
export function readBlocks(items: readonly AnswerItem[]): readonly ReadBlock[] {
  const blocks: ReadBlock[] = [];
  let prose: readonly RawProse[] = [];
  let heading: RawProse | null = null;
  for (const item of items) {
    if (item.kind === "block") {
      const block = readBlock(item, { prose, heading });
      blocks.push(block);
      if (heading !== null && takesName(heading, block)) heading = null;
      prose = [];
    } else {
      if (item.depth > 0) heading = item;
      // A heading ends what belongs to the block below it.
      prose = item.depth > 0 ? [item] : [item, ...prose.slice(0, nearby - 1)];
    }
  }
  return blocks;
}

function readBlock(raw: RawBlock, around: Surroundings): ReadBlock {
  const info = parseInfoString(raw.info);
  const lines = raw.lines.map((line) => line.text);
  const candidates = findBlockNames(raw, info, around);
  const own = candidates.find((name) => isOwn(name));
  const ownPath = own?.path ?? null;
  const first = classifyBlock(info.language, lines, ownPath);
  const name = candidates.find((candidate) => accepts(candidate, first, lines)) ?? null;
  const named = name !== null && name.path !== null ? name : null;
  const path = named?.path ?? null;
  const { language, role } = path === ownPath ? first : classifyBlock(info.language, lines, path);
  const cue =
    role === "code" ? findExampleCue(raw.lines, around.prose, around.heading, raw.item) : null;
  return {
    raw,
    language,
    role: raw.fenced ? role : indentedRole(role, language, named),
    name: named,
    cue,
    continues: name === null && continuation.test(around.prose[0]?.raw ?? ""),
    refusedName: name !== null && name.path === null,
  };
}

/** Named by the block itself or a tag around it, not by prose. */
function isOwn(name: NameCandidate): boolean {
  return name.from === "info" || name.from === "tag" || name.from === "comment";
}

function accepts(name: NameCandidate, block: BlockClass, lines: readonly string[]): boolean {
  if (block.role === "tree") return false;
  if (name.path === null) return isOwn(name);
  if (name.from === "info" || name.from === "tag") return true;
  if (block.role === "console") {
    return fitsLanguage(name.path, block.language) && block.language !== "console";
  }
  if (name.from === "comment") return true;
  return (
    fitsLanguage(name.path, block.language) ||
    (block.language === "" && name.path.endsWith(".py") && parsesAsPython(lines.join("\n")))
  );
}

/** Indented text is a file only where it plainly is code: lists that went wrong look the same. */
function indentedRole(role: BlockRole, language: string, name: BlockName | null): BlockRole {
  if (role !== "code") return role;
  return language === "python" || name !== null ? "code" : "output";
}

function takesName(heading: RawProse, block: ReadBlock): boolean {
  if (block.role !== "code" && block.role !== "diff") return false;
  const name = nameOfHeading(heading);
  return name !== null && name.path !== null && fitsLanguage(name.path, block.language);
}
