import { commentText } from "./comment-label.ts";
import type { SourceLine } from "./source-line.ts";

const ellipsis = /^(?:\.\.\.|…)/u;
const restOfCode =
  /^[([<]?\s*(?:(?:the )?(?:rest of|remaining|remainder of)|(?:your |the |all )?(?:existing|other|previous|earlier)\b(?=.*\b(?:code|imports?|endpoints?|routes?|routers?|methods?|fields?|columns?|settings|models?|functions?|handlers?|tests?|config\w*|here|unchanged|stays?|as before)\b)|(?:keep|leave)\b.*\b(?:existing|as is|as-is|unchanged|the same)\b|(?:unchanged|same as (?:before|above)|as before|as above|omitted|snip|code omitted)\b)[^:]*$/iu;
const excerptWords =
  /\b(?:excerpts?|snippets?|fragments?|partial|parts? of|relevant parts?|additions?|add(?:ed)?(?: (?:this|these|the following|them|it|lines?|to|in|at))*|append|insert|merge|extend|existing|inside|only the|imports? (?:left out|omitted)|left out|omitted|continued|in class|at the (?:top|bottom|end)|sketch|changes? only|only (?:the )?change[sd]?)\b|^\W*in\b/iu;
const wholeWords =
  /\b(?:complete|full|final|whole|entire|replace (?:the|your)(?: \w+)? ?(?:file|contents?)|skip (?:it|this|if)|new file)\b/iu;

/** A comment that stands for code which is not shown: `# ... existing code ...`. */
export function isOmission(line: string): boolean {
  const text = line.trim();
  if (
    /^(?:\.\.\.|…)\s*(?:#|\/\/)/u.test(text) &&
    restOfCode.test(commentText(text.replace(/^(?:\.\.\.|…)\s*/u, "")) ?? "")
  ) {
    return true;
  }
  const words = commentText(text);
  return words !== null && (ellipsis.test(words) || restOfCode.test(words));
}

/** What the words around a file's name say of how much of it follows. */
export function readExtent(words: string): "excerpt" | "whole" | "unknown" {
  if (wholeWords.test(words)) return "whole";
  return excerptWords.test(words) ? "excerpt" : "unknown";
}

/** The first line of code is indented: it stands inside of something that is not shown. */
export function startsIndented(lines: readonly SourceLine[]): boolean {
  const first = lines.find((line) => line.text.trim() !== "" && commentText(line.text) === null);
  return first !== undefined && /^[ \t]/u.test(first.text);
}
