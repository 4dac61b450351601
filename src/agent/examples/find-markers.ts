import { kindOfTag, kindOfWord, speakerWords, type TurnKind } from "./speakers.ts";

/** A place in an example where a part starts or ends. */
export interface Marker {
  /** Offset of the marker, bullet and emphasis included. */
  readonly start: number;
  /** Offset after it, where the part's words start. */
  readonly end: number;
  /** Null: only ends the part before it (a closing tag, a tool call that was left out, `Example 2:`). */
  readonly kind: TurnKind | null;
  /** Cannot be meant as part of an utterance: a tag, a line's start, or between two quoted utterances. */
  readonly firm: boolean;
  /** A name that stands for a user, `Sarah:`; counts where an example has no other user. */
  readonly person: boolean;
  /** `Example 2:`. */
  readonly separates: boolean;
}

const word = new RegExp(
  `(?<![\\p{L}\\p{N}_])(${speakerWords})(?:[ \\t]+(?:says|said|asks|asked|requests|writes|query|request|message|input|prompt|response))?(?:[ \\t]*\\([^()\\n]{0,40}\\))?(?:\\*\\*|__)?[ \\t]{0,4}[:：](?:\\*\\*|__)?`,
  "giu",
);
const tag = /<(\/?)([A-Za-z][\w-]{0,30})\s{0,4}>|<function call[^<>\n]{0,200}>/giu;
const person =
  /(?<![\p{L}\p{N}_.])(\p{Lu}[\p{L}'-]{1,30}(?: \p{Lu}[\p{L}.'-]{0,30}){0,3})(?: ?\([^()\n]{0,40}\))?(?:\*\*)?[ \t]{0,4}:(?:\*\*)?(?=[ \t]{0,4}["'“‘«「『])/gu;
const separator =
  /(?:\*\*|#{1,6} |__)?\bexample(?: ?#?\d{1,3})?(?:\*\*|__)?[ \t]{0,4}[:：](?:\*\*|__)?/giu;
const lineStart = /(?:^|\n)[ \t]*(?:(?:[-*•>+]|\d{1,3}[.)])[ \t]+)*(?:\*\*|__)?$/u;
const afterUtterance = /[.!?…"'”’»」』)>\]。！？*_][ \t]*(?:[-–—][ \t]+)?(?:\*\*|__)?$/u;
const quoteAhead = /^[ \t]*["'“‘«「『]/u;
const notPeople =
  /^(?:note|tip|warning|important|title|file|path|error|result|example|name|goal|task|step|todo)$/iu;

/** All markers of a text, in their order, none inside another. */
export function findMarkers(text: string, agentName: string): readonly Marker[] {
  const markers: Marker[] = [];
  for (const match of text.matchAll(tag)) {
    const kind = match[2] === undefined ? null : kindOfTag(match[2]);
    if (match[2] !== undefined && kind === null) continue;
    const end = match.index + match[0].length;
    markers.push({
      start: match.index,
      end,
      kind: match[1] === "/" ? null : kind,
      firm: true,
      person: false,
      separates: false,
    });
  }
  for (const match of text.matchAll(word)) {
    const known = kindOfWord(match[1] ?? "");
    const place = known === null ? null : placeOf(text, match.index, match.index + match[0].length);
    if (known === null || place === null || (!known.clear && !place.atLineStart)) continue;
    markers.push({ ...place.marker, kind: known.kind, person: false, separates: false });
  }
  for (const match of text.matchAll(person)) {
    const name = match[1] ?? "";
    const place = placeOf(text, match.index, match.index + match[0].length);
    if (place === null || notPeople.test(name) || kindOfWord(name) !== null) continue;
    const isAgent = name.toLowerCase().replaceAll(" ", "-") === agentName.toLowerCase();
    markers.push({
      ...place.marker,
      kind: isAgent ? "assistant" : "user",
      person: !isAgent,
      separates: false,
    });
  }
  for (const match of text.matchAll(separator)) {
    const place = placeOf(text, match.index, match.index + match[0].length);
    if (place === null) continue;
    markers.push({ ...place.marker, kind: null, person: false, separates: true });
  }
  markers.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = -1;
  return markers.filter((marker) => {
    if (marker.start < end) return false;
    end = marker.end;
    return true;
  });
}

/** Tells a marker from a word with a colon in running text; null: it is one. Looks at 40 characters before it only. */
function placeOf(
  text: string,
  at: number,
  end: number,
): {
  readonly atLineStart: boolean;
  readonly marker: Pick<Marker, "start" | "end" | "firm">;
} | null {
  const from = Math.max(0, at - 40);
  const before = text.slice(from, at);
  const opening = lineStart.exec(before);
  if (opening !== null && (from === 0 || opening[0].startsWith("\n"))) {
    const start = at - opening[0].length + (opening[0].startsWith("\n") ? 1 : 0);
    return { atLineStart: true, marker: { start, end, firm: true } };
  }
  const closes = afterUtterance.test(before);
  const quoted = quoteAhead.test(text.slice(end, end + 8));
  if (!closes && !quoted) return null;
  const emphasis = /(?:\*\*|__)$/u.exec(before)?.[0].length ?? 0;
  return { atLineStart: false, marker: { start: at - emphasis, end, firm: closes && quoted } };
}
