import { hashText } from "../content-hash.ts";
import type { Statement } from "../agent/index.ts";

/** Words that say how much or that something must be, but not what. */
const fillers = new Set(
  "a all also always an and any appropriate are as at be been by comprehensive correct each ensure every follow for from good has have implement in include into is it its must of on or our proper properly provide should that the their them these this those to use using via we when with you your".split(
    " ",
  ),
);
const slugWords = 6;
const slugLength = 60;

/** A statement as one text: `All endpoints must have: unit and integration tests`. */
export function fullWords(statement: Pick<Statement, "lead" | "words">): string {
  const words = oneLine(statement.words);
  return statement.lead === null ? words : `${oneLine(statement.lead)}: ${words}`;
}

/** Text without runs of white space, so that a wrapped line equals an unwrapped one. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

/** What two texts have in common when they say the same: letters and digits, fillers apart. */
export function wordsKey(text: string): string {
  return contentWords(text)
    .map((word) => word.replace(/(?<=\w{3})s$/u, ""))
    .join(" ");
}

/** Share of the words that two texts have in common, 0..1 (Jaccard). */
export function wordsLikeness(left: string, right: string): number {
  const lefts = new Set(wordsKey(left).split(" "));
  const rights = new Set(wordsKey(right).split(" "));
  const shared = [...lefts].filter((word) => rights.has(word)).length;
  return shared / (lefts.size + rights.size - shared);
}

/**
 * An id from a text: its first content words, lower-case, joined by hyphens. A text without Latin
 * letters or digits gets `<prefix>-` and eight digits of its hash.
 */
export function slugify(text: string, prefix: string): string {
  const words = contentWords(text)
    .map((word) => word.replace(/[^a-z0-9]/gu, ""))
    .filter((word) => word !== "");
  let slug = "";
  for (const word of words.slice(0, slugWords)) {
    const longer = slug === "" ? word.slice(0, slugLength) : `${slug}-${word}`;
    if (longer.length > slugLength) break;
    slug = longer;
  }
  return slug === "" ? `${prefix}-${hashText(oneLine(text)).slice(7, 15)}` : slug;
}

/** The first of `slug`, `slug-2`, `slug-3`… that is not taken. */
export function uniqueId(slug: string, taken: ReadonlySet<string>): string {
  let id = slug;
  for (let number = 2; taken.has(id); number += 1) id = `${slug}-${number}`;
  return id;
}

function contentWords(text: string): readonly string[] {
  const words = text
    .normalize("NFKD")
    .replace(/[\p{Mn}'’`]/gu, "")
    .toLowerCase()
    .split(/[^\p{L}\p{N}#+]+/u)
    .filter((word) => word !== "");
  const content = words.filter((word) => !fillers.has(word));
  return content.length === 0 ? words : content;
}
