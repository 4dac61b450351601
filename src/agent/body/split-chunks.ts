/** A run of lines of the body that can be parsed apart from the others. */
export interface Chunk {
  readonly kind: "markdown" | "quote" | "code";
  /** Index of its first line. */
  readonly start: number;
  /** Index after its last line. */
  readonly end: number;
}

export interface ChunkedBody {
  readonly chunks: readonly Chunk[];
  /** For each line: inside a fenced block, fences included. */
  readonly inFence: readonly boolean[];
  /** Index of the line of a fence that is never closed, or null. */
  readonly unclosedFence: number | null;
}

/**
 * The Markdown parser is quadratic in the length of a nested list or a paragraph, so chunks end
 * at the first good place after so many lines, and at any place after so many more.
 */
const chunkLines = { enough: 60, most: 400 };

/**
 * Cuts a body where CommonMark starts a new block at the left margin, so that parsing the chunks
 * one by one gives the blocks of the whole: before headings and list items, after blank lines,
 * around fences and quotes. A fence inside a list item stays in its chunk.
 *
 * Fences with an info string inside of an open fence are CommonMark's text, but an author's nested
 * fence; where CommonMark's reading leaves such a pair, and counting the nesting closes every
 * fence, the nesting counts.
 */
export function splitChunks(lines: readonly string[]): ChunkedBody {
  const plain = scan(lines, false);
  if (!plain.suspicious) return plain;
  const nested = scan(lines, true);
  return nested.unclosedFence === null ? nested : plain;
}

interface Fence {
  readonly mark: string;
  readonly length: number;
  readonly line: number;
  readonly inItem: boolean;
  depth: number;
}

const opener = /^([ \t]*)((?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(`{3,}|~{3,})(.*)$/su;
const bullet = /^(?:[-*+]|\d{1,9}[.)])[ \t]+\S/u;
const interruptingBullet = /^(?:[-*+]|1[.)])[ \t]+\S/u;
const heading = /^#{1,6}(?:[ \t]|$)/u;
const underline = /^ {0,3}(?:=+|-+)[ \t]*$/u;

function scan(
  lines: readonly string[],
  nesting: boolean,
): ChunkedBody & { readonly suspicious: boolean } {
  const chunks: Chunk[] = [];
  const inFence: boolean[] = [];
  let kind = "markdown" as Chunk["kind"];
  let start = 0;
  let inList = false;
  let fence: Fence | null = null;
  let suspicious = false;
  const cut = (at: number, next: Chunk["kind"]): void => {
    if (at > start) chunks.push({ kind, start, end: at });
    start = at;
    kind = next;
  };

  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    const previous = at === 0 ? "" : (lines[at - 1] ?? "");
    const blank = line.trim() === "";
    const atMargin = !blank && !/^[ \t]/u.test(line);
    // A list item ends at the margin, and with it a fence that was opened in it.
    if (fence?.inItem === true && atMargin) fence = null;
    if (fence !== null) {
      const step = fenceStep(line, fence);
      if (step === "open") suspicious = true;
      if (step === "open" && nesting) fence.depth += 1;
      if (step === "close") fence.depth -= 1;
      inFence.push(true);
      if (fence.depth === 0) {
        if (!fence.inItem) cut(at + 1, "markdown");
        fence = null;
      }
      continue;
    }
    const open = opener.exec(line);
    if (open !== null && !(open[3]?.startsWith("`") === true && open[4]?.includes("`") === true)) {
      const [, indent = "", bullets = "", mark = ""] = open;
      if (bullets !== "") inList = true;
      const inItem = bullets !== "" || (inList && indent !== "");
      fence = { mark: mark.charAt(0), length: mark.length, line: at, inItem, depth: 1 };
      inFence.push(true);
      if (!inItem) {
        cut(at, "code");
        inList = false;
      } else if (atMargin) {
        cut(at, "markdown");
      }
      continue;
    }
    inFence.push(false);
    if (line.startsWith(">")) {
      if (kind !== "quote") cut(at, "quote");
      inList = false;
    } else if (kind === "quote") {
      cut(at, "markdown");
    } else if (at - start >= chunkLines.enough) {
      const good = atMargin && startsBlock(line, previous, inList);
      if (good || at - start >= chunkLines.most) cut(at, "markdown");
    }
    if (atMargin && bullet.test(line)) inList = true;
    else if (atMargin && previous.trim() === "") inList = false;
  }
  cut(lines.length, "markdown");
  return { chunks, inFence, suspicious, unclosedFence: fence?.line ?? null };
}

function fenceStep(line: string, fence: Fence): "open" | "close" | null {
  const text = line.trim();
  let length = 0;
  while (text.charAt(length) === fence.mark) length += 1;
  if (length < fence.length) return null;
  if (length === text.length) return "close";
  return /^[ \t]*[A-Za-z][\w+#.-]*[ \t]*(?:\{.*\}|[\w./:="'-]*)?$/u.test(text.slice(length))
    ? "open"
    : null;
}

function startsBlock(line: string, previous: string, inList: boolean): boolean {
  if (previous.trim() === "" || heading.test(line) || underline.test(previous)) return true;
  return inList ? bullet.test(line) : interruptingBullet.test(line);
}
