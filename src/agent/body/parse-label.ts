import { commands } from "../statements/normative.ts";
import { endsWithColon, headingWords } from "./words.ts";

/** A line that names what follows it without being a heading. */
export interface Label {
  /** As `headingWords` gives them. */
  readonly title: string;
  /** What stands on the same line after it, Markdown. */
  readonly rest: string;
  readonly style: "bold" | "plain";
}

const bold =
  /^[^\p{L}\p{N}*_`<[(]{0,8}(?:\d{1,3}[.)]\s+)?(\*\*\*|\*\*|__)(?=\S)([^\n]{1,120}?)\1(\s{0,4}[:：])?([^\n]*)$/u;

/** `**Quality Gates:**`, `**Testing**: each endpoint has a test`, `Rules:`, `QUALITY GATES`; null for anything else. */
export function parseLabel(line: string): Label | null {
  const text = line.trim();
  const match = bold.exec(text);
  if (match !== null) {
    const inner = match[2] ?? "";
    const after = (match[4] ?? "").trim();
    const dash = /^(?:[-–—]|→)\s+/u.exec(after);
    const colon = match[3] !== undefined || endsWithColon(inner);
    const title = headingWords(inner);
    if (title === "" || (!colon && dash === null && (after !== "" || isSentence(inner)))) {
      return null;
    }
    return { title, rest: dash === null ? after : after.slice(dash[0].length), style: "bold" };
  }
  const plain = text.length <= 80 && !/[.!?]\s/u.test(text) && text.split(/\s+/u).length <= 8;
  const capitals = /^[A-Z][A-Z &/-]{3,59}$/u.test(text);
  if (!plain || (!endsWithColon(text) && !capitals)) return null;
  const title = headingWords(text);
  return title === "" ? null : { title, rest: "", style: "plain" };
}

function isSentence(text: string): boolean {
  return /[.!?。！？]$/u.test(text) || (commands(text) && text.split(/\s+/u).length > 3);
}
