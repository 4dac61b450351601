import { matchPath, normalizePath } from "./file-path.ts";
import type { SourceLine } from "./source-line.ts";

export interface FileDiff {
  /** Null: the diff's own header names none. */
  readonly path: string | null;
  readonly hunks: readonly Hunk[];
  /** The diff makes the file (`--- /dev/null`). */
  readonly creates: boolean;
  readonly deletes: boolean;
}

interface Hunk {
  readonly lines: readonly { readonly mark: " " | "+" | "-"; readonly source: SourceLine }[];
}

/** Reads a diff of one or several files, with headers or without. */
export function readDiff(lines: readonly SourceLine[]): readonly FileDiff[] {
  const files: { -readonly [K in keyof FileDiff]: FileDiff[K] }[] = [];
  let hunk: Hunk["lines"][number][] = [];
  const open = (path: string | null): void => {
    hunk = [];
    files.push({ path, hunks: [{ lines: hunk }], creates: false, deletes: false });
  };
  for (const [index, line] of lines.entries()) {
    const { text } = line;
    const following = lines[index + 1]?.text ?? "";
    if (text.startsWith("diff --git ")) open(readHeaderPath(text.split(" ").at(-1) ?? ""));
    else if (text.startsWith("--- ") && following.startsWith("+++ ")) {
      const current = files.at(-1);
      if (current === undefined || current.hunks.some((one) => one.lines.length > 0)) open(null);
      const file = files.at(-1);
      if (file === undefined) continue;
      file.path = readHeaderPath(following.slice(4)) ?? readHeaderPath(text.slice(4)) ?? file.path;
      file.creates = text.includes("/dev/null");
      file.deletes = following.includes("/dev/null");
    } else if (text.startsWith("+++ ") && (lines[index - 1]?.text ?? "").startsWith("--- ")) {
      continue;
    } else if (
      /^(?:index [0-9a-f]+\.\.|(?:new|deleted) file mode|similarity index|\\ No newline)/u.test(
        text,
      )
    ) {
      continue;
    } else if (text.startsWith("@@")) {
      if (files.length === 0) open(null);
      hunk = [];
      const file = files.at(-1);
      if (file !== undefined) {
        file.hunks = [...file.hunks.filter((one) => one.lines.length > 0), { lines: hunk }];
      }
    } else {
      if (files.length === 0) open(null);
      const mark = text.startsWith("+") ? "+" : text.startsWith("-") ? "-" : " ";
      const rest = mark === " " && !text.startsWith(" ") ? text : text.slice(1);
      hunk.push({ mark, source: { text: rest, line: line.line } });
    }
  }
  return files.map((file) => ({
    ...file,
    hunks: file.hunks.filter((one) => one.lines.length > 0).map(unpad),
  }));
}

/** The lines of a file after the diff; null where a hunk does not fit. */
export function applyDiff(
  base: readonly SourceLine[],
  diff: FileDiff,
): readonly SourceLine[] | null {
  let result = [...base];
  let from = 0;
  for (const hunk of diff.hunks) {
    const old = trimHunk(hunk.lines.filter(({ mark }) => mark !== "+"));
    if (old.length === 0) return null;
    const at = findRun(
      result,
      old.map(({ source }) => source.text),
      from,
    );
    if (at === -1) return null;
    const kept = result.slice(at, at + old.length);
    const replaced: SourceLine[] = [];
    for (const { mark, source } of trimHunk(hunk.lines)) {
      if (mark === "+") replaced.push(source);
      else {
        const line = kept.shift();
        if (mark === " " && line !== undefined) replaced.push(line);
      }
    }
    result = [...result.slice(0, at), ...replaced, ...result.slice(at + old.length)];
    from = at + replaced.length;
  }
  return diff.hunks.length === 0 ? null : result;
}

/** What a diff shows of the file after it: its context and what it adds. */
export function linesAfterDiff(diff: FileDiff): readonly SourceLine[] {
  return diff.hunks.flatMap((hunk) =>
    hunk.lines.filter(({ mark }) => mark !== "-").map(({ source }) => source),
  );
}

function readHeaderPath(text: string): string | null {
  const match = matchPath(text.trim().replace(/^[ab]\//u, ""));
  return match === null ? null : normalizePath(match.path);
}

/** Hand-written diffs often put a space behind the mark: `+ x = 1`. */
function unpad(hunk: Hunk): Hunk {
  const texts = hunk.lines.map(({ source }) => source.text).filter((text) => text.trim() !== "");
  const indents = texts.map((text) => text.length - text.trimStart().length);
  if (indents.length === 0 || Math.min(...indents.slice(0, 10_000)) !== 1) return hunk;
  return {
    lines: hunk.lines.map(({ mark, source }) => ({
      mark,
      source: { ...source, text: source.text.replace(/^ /u, "") },
    })),
  };
}

function trimHunk(lines: Hunk["lines"]): Hunk["lines"] {
  let start = 0;
  let end = lines.length;
  const idle = (line: Hunk["lines"][number] | undefined): boolean =>
    line?.mark === " " && line.source.text.trim() === "";
  while (start < end && idle(lines[start])) start += 1;
  while (end > start && idle(lines[end - 1])) end -= 1;
  return lines.slice(start, end);
}

/** Where a run of lines stands, first from a line on, then anywhere; ends of lines do not count. */
function findRun(lines: readonly SourceLine[], run: readonly string[], from: number): number {
  const fits = (at: number): boolean =>
    run.every((text, offset) => lines[at + offset]?.text.trimEnd() === text.trimEnd());
  for (let at = from; at + run.length <= lines.length; at += 1) if (fits(at)) return at;
  for (let at = 0; at < from && at + run.length <= lines.length; at += 1) if (fits(at)) return at;
  return -1;
}
