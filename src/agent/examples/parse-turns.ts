import { findMarkers, type Marker } from "./find-markers.ts";
import type { TurnKind } from "./speakers.ts";

/** One part of an example, in its words. */
export interface Turn {
  readonly kind: TurnKind;
  readonly text: string;
  readonly quoted: boolean;
  /** Offset of its marker in the text. */
  readonly offset: number;
  /** `Example 2:` stands before it. */
  readonly startsExample: boolean;
}

/**
 * Takes an example apart into what its speakers say, in the order of the text. An utterance in
 * quotes ends at the quote that is followed by the next part or by the end, so that quotes,
 * apostrophes and words like `user:` may stand inside of it.
 */
export function parseTurns(text: string, agentName: string): readonly Turn[] {
  const all = findMarkers(text, agentName);
  const users = all.filter((marker) => marker.kind === "user" && !marker.person);
  // A name stands for the user only where nobody is called so.
  const markers = users.some((user) => user.firm) ? all.filter((marker) => !marker.person) : all;
  const starts = new Set(markers.map((marker) => marker.start));
  const turns: Turn[] = [];
  let at = 0;
  let startsExample = false;
  for (const [index, marker] of markers.entries()) {
    if (marker.start < at) continue;
    at = marker.end;
    if (marker.separates) startsExample = true;
    if (marker.kind === null) continue;
    const part = readPart(text, markers, index, starts);
    at = part.end;
    const words = tidy(part.text, marker.kind);
    if (words === "") continue;
    turns.push({
      kind: marker.kind,
      text: words,
      quoted: part.quoted,
      offset: marker.start,
      startsExample,
    });
    startsExample = false;
  }
  return turns;
}

const closers: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  "“": '”"',
  "”": '”"',
  "‘": "’'",
  "«": "»",
  "「": "」",
  "『": "』",
};

function readPart(
  text: string,
  markers: readonly Marker[],
  index: number,
  starts: ReadonlySet<number>,
): { readonly text: string; readonly end: number; readonly quoted: boolean } {
  let begin = markers[index]?.end ?? 0;
  while (/^[\s*_]$/u.test(text.charAt(begin))) begin += 1;
  const next = markers[index + 1]?.start ?? text.length;
  const quotes = closers[text.charAt(begin)];
  if (quotes === undefined || begin >= next) {
    return {
      text: text.slice(begin, Math.max(begin, next)),
      end: Math.max(begin, next),
      quoted: false,
    };
  }
  let firm = index + 1;
  while (firm < markers.length && markers[firm]?.firm === false) firm += 1;
  const limit = Math.max(begin + 1, markers[firm]?.start ?? text.length);
  let last = -1;
  for (let at = begin + 1; at < limit; at += 1) {
    if (!quotes.includes(text.charAt(at))) continue;
    last = at;
    if (endsPart(text, at + 1, limit, starts)) {
      return { text: text.slice(begin + 1, at), end: at + 1, quoted: true };
    }
  }
  if (last > begin + 1) return { text: text.slice(begin + 1, last), end: limit, quoted: true };
  return { text: text.slice(begin + 1, limit), end: limit, quoted: true };
}

/** After the quote comes nothing but punctuation before the next part, a tag or the end. */
function endsPart(text: string, from: number, limit: number, starts: ReadonlySet<number>): boolean {
  let at = from;
  while (at < limit && /^[.,;)*_]$/u.test(text.charAt(at)) && at < from + 4) at += 1;
  while (at < limit && text.charAt(at).trim() === "" && !starts.has(at)) at += 1;
  return at >= limit || starts.has(at) || /^<\/?[A-Za-z]/u.test(text.slice(at, at + 3));
}

/** Utterances keep their lines, without the indent that they have in the file; the other parts become one line. */
function tidy(text: string, kind: TurnKind): string {
  if (kind === "context" || kind === "commentary") {
    return text
      .replaceAll(/\s+/gu, " ")
      .replace(/ ?[-*•]$/u, "")
      .trim();
  }
  const lines = text
    .trim()
    .split("\n")
    .map((line) => line.trimEnd());
  const indents = lines
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.length - line.trimStart().length);
  const indent = indents.reduce((least, each) => Math.min(least, each), Infinity);
  const words = lines.map((line, index) =>
    index === 0 ? line : line.slice(Math.min(indent, line.length)),
  );
  return words
    .join("\n")
    .replace(/\n[-*•]$/u, "")
    .trim();
}
