import { applyDiff } from "./apply-diff.ts";
import type { FileVersion } from "./block-version.ts";
import { mergeSymbols } from "./merge-symbols.ts";
import { definedNames, readPythonOutline } from "./python-outline.ts";
import { joinText, spanOf, type SourceLine } from "./source-line.ts";
import type { AnswerFile } from "./types.ts";

/** A file that is merged with more excerpts than this is no answer of a model; each merge parses it again. */
const maxMerges = 200;

interface Draft {
  readonly merges: number;
  readonly version: FileVersion;
  readonly lines: readonly SourceLine[];
  readonly partial: boolean;
}

/**
 * The files that versions in the order of the answer make. The last full version of a path wins;
 * an excerpt is merged onto what is there, or kept beside it where that would be a guess.
 */
export function putTogether(versions: readonly FileVersion[]): readonly AnswerFile[] {
  const drafts = new Map<string, Draft[]>();
  for (const version of versions) {
    const earlier = drafts.get(version.path);
    if (earlier === undefined) {
      drafts.set(version.path, [
        { version, lines: version.lines, partial: version.excerpt, merges: 0 },
      ]);
      continue;
    }
    addVersion(earlier, version);
  }
  return [...drafts.values()]
    .flat()
    .map(toFile)
    .toSorted((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0) || a.span.start - b.span.start);
}

function addVersion(drafts: Draft[], version: FileVersion): void {
  const base = drafts[0];
  if (base === undefined) return;
  const next: Draft = { version, lines: version.lines, partial: version.excerpt, merges: 0 };
  if (version.diff !== null || version.appended) {
    const changed =
      version.diff === null
        ? [...base.lines, ...version.lines]
        : applyDiff(base.lines, version.diff);
    if (changed === null) drafts.push({ ...next, partial: true });
    else drafts[0] = { ...base, lines: changed };
    return;
  }
  if (sameText(base.lines, version.lines)) return;
  if (version.excerpt) {
    const merged = mergeExcerpt(base, version);
    if (merged === null) drafts.push({ ...next, partial: true });
    else drafts[0] = { ...base, lines: merged, merges: base.merges + 1 };
    return;
  }
  if (base.partial || version.whole || replaces(base, version)) {
    drafts.splice(0, drafts.length, next);
  } else drafts.push({ ...next, partial: true });
}

function mergeExcerpt(base: Draft, version: FileVersion): readonly SourceLine[] | null {
  if (version.language !== "python" || base.version.language !== "python") return null;
  if (base.merges >= maxMerges) return null;
  if (!version.omits && !redefinesOnly(base, version)) return null;
  return mergeSymbols(base.lines, version.lines);
}

/** Every name that the excerpt defines is there already: it shows the new text of known parts. */
function redefinesOnly(base: Draft, version: FileVersion): boolean {
  const names = [...definedNames(readPythonOutline(joinText(version.lines)))];
  const known = definedNames(readPythonOutline(joinText(base.lines)));
  return names.length > 0 && names.every((name) => known.has(name));
}

/**
 * Whether a version without any sign of being an excerpt takes the place of the earlier one. It
 * does unless it defines hardly anything of what the earlier one defines: then it may be an
 * addition, and dropping the earlier one would lose code.
 */
function replaces(base: Draft, version: FileVersion): boolean {
  if (version.language !== "python") return true;
  const known = [...definedNames(readPythonOutline(joinText(base.lines)))];
  const names = definedNames(readPythonOutline(joinText(version.lines)));
  return known.filter((name) => names.has(name)).length * 2 >= known.length;
}

function sameText(a: readonly SourceLine[], b: readonly SourceLine[]): boolean {
  return joinText(a).trim() === joinText(b).trim();
}

function toFile({ version, lines, partial }: Draft): AnswerFile {
  return {
    path: version.path,
    named: version.from !== null,
    language: version.language,
    text: joinText(lines),
    lines: lines.map((line) => line.line),
    span: lines === version.lines ? version.span : widen(version, lines),
    partial,
    from: version.from,
  };
}

function widen(version: FileVersion, lines: readonly SourceLine[]): AnswerFile["span"] {
  const span = spanOf(lines, version.span);
  return {
    start: Math.min(span.start, version.span.start),
    end: Math.max(span.end, version.span.end),
  };
}
