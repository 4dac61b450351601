import type { FileDiff } from "./apply-diff.ts";
import type { BlockName } from "./name-block.ts";
import { isOmission, readExtent, startsIndented } from "./excerpt-cues.ts";
import { isBlank, joinText, type SourceLine } from "./source-line.ts";
import type { LineSpan, NameSource } from "./types.ts";
import { lacksItsImports } from "./unbound-names.ts";

/** What one block, or a section of one, says of a file. */
export interface FileVersion {
  readonly path: string;
  readonly from: NameSource | null;
  readonly language: string;
  readonly lines: readonly SourceLine[];
  readonly span: LineSpan;
  /** The block from which it comes, by its index. */
  readonly block: number;
  /** A diff to apply onto the earlier version; `lines` is what it shows of the file after it. */
  readonly diff: FileDiff | null;
  /** It is added to the end of the earlier version. */
  readonly appended: boolean;
  /** It does not show the whole file. */
  readonly excerpt: boolean;
  /** It has comments that stand for code which is not shown. */
  readonly omits: boolean;
  /** It is called the complete or final file. */
  readonly whole: boolean;
}

/** Up to so many lines of code, "add to app/main.py" above a block is believed although it has imports. */
const shortBlock = 15;

/** How much of its file a block shows. */
export function readVersion(
  version: Omit<FileVersion, "excerpt" | "omits" | "whole">,
  name: Pick<BlockName, "from" | "words"> | null,
): FileVersion {
  const { lines } = version;
  if (version.diff !== null || version.appended) {
    return { ...version, omits: false, excerpt: version.diff?.creates !== true, whole: false };
  }
  const python = version.language === "python";
  const omits = lines.some((line) => isOmission(line.text));
  const said = readExtent(name?.words ?? "");
  const remote = name?.from === "line-before" || name?.from === "heading";
  const importless = python && lacksItsImports(joinText(lines));
  const short = lines.filter((line) => !isBlank(line)).length <= shortBlock;
  const saidExcerpt = said === "excerpt" && (!remote || importless || short);
  const excerpt = omits || (python && startsIndented(lines)) || saidExcerpt || importless;
  return { ...version, omits, excerpt, whole: said === "whole" && !omits };
}
