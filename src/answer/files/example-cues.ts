import type { RawProse } from "./collect-blocks.ts";
import { commentText } from "./comment-label.ts";
import { stripMarks } from "./path-label.ts";
import type { SourceLine } from "./source-line.ts";

const badMark = /[❌✗✘✖🚫⛔👎❎]/u;
const goodMark = /[✅✓✔👍]/u;
/** Words of blame may have an explanation behind them: `Bad: leaks the password`. */
const blame =
  /^(?:(?:the )?(?:bad|wrong|incorrect|insecure|unsafe|vulnerable|broken|naive|anti-?pattern|problematic|flawed)(?: (?:example|code|way|version|approach|practice|pattern|implementation|one))?|what not to do|how not to do it|do(?:n['’]?t| not)(?: (?:do|write|use|copy) (?:this|that|it|code like this))?|never(?: do)? (?:this|that)|avoid(?: (?:this|that|code like this))?|not(?: like)? this)\s*(?:[:!…]|\.?$|[([]|[-–—]{1,2}\s)/iu;
/** Words for an earlier state only count where the label is over after them: `Before:`, not "Before you deploy". */
const earlierState =
  /^(?:instead of(?: (?:this|that|doing this|writing))?|rather than(?: this)?|before(?: (?:the )?(?:change|fix|refactoring))?|(?:(?:your|the) )?(?:old|previous|original|current)(?: \w+)? (?:code|version|implementation|endpoint|handler|function)(?: (?:is|was|looks like this|does this|reads))?|previously|the (?:problem|bug|vulnerability)(?: is here)?)\s*(?:[:.!…]?$|\([^()]*\):?$)/iu;
const alternativeLabel =
  /^(?:alternatively\b|alternative(?:s|ly)?\b|as an alternative\b|another (?:way|option|approach)\b|option (?:b|c|d|2|3|4|two|three)\b|variant (?:b|c|2|3)\b|or,? (?:if you|with|using|as|simply)\b|if you(?:['’]d)? (?:prefer|would rather|rather)\b)/iu;

export type ExampleCue = "bad-example" | "alternative" | null;

/**
 * Whether words close to a block say that it is not to be used. Only a label counts, never a word
 * within a sentence: leaving out real code is worse than keeping an example.
 */
export function findExampleCue(
  lines: readonly SourceLine[],
  prose: readonly RawProse[],
  heading: RawProse | null,
  item: object | null,
): ExampleCue {
  const comments = leadingComments(lines);
  const near = prose[0];
  // The last item of a list of several speaks for itself, not for what follows the list.
  const apart = near === undefined || near.depth > 0 || (near.listLength > 1 && near.item !== item);
  const nearest = apart ? [] : [near.raw];
  // A heading speaks for the block right below it, and for one that an introducing line separates from it.
  const above =
    heading !== null && (prose.includes(heading) || heading.raw === near?.raw) ? [heading.raw] : [];
  if (lines.some((line) => commentText(line.text) !== null && goodMark.test(line.text))) {
    return null;
  }
  if ([...nearest, ...above].some((text) => goodMark.test(text))) return null;
  for (const text of [...comments, ...nearest, ...above]) {
    if (isBadLabel(text)) return "bad-example";
  }
  return [...nearest, ...comments.slice(0, 1), ...above].some((text) =>
    alternativeLabel.test(stripMarks(text)),
  )
    ? "alternative"
    : null;
}

function isBadLabel(text: string): boolean {
  if (badMark.test(text.slice(0, 12)) || /[❌🚫]\s*:?\s*$/u.test(text)) return true;
  const label = stripMarks(text).replace(/^\d+[.)]\s*/u, "");
  return label.split(/\s+/u).length <= 14 && (blame.test(label) || earlierState.test(label));
}

/** The comments in front of the first line of code, at most two. */
function leadingComments(lines: readonly SourceLine[]): readonly string[] {
  const comments: string[] = [];
  for (const { text } of lines) {
    if (text.trim() === "") continue;
    const words = commentText(text);
    if (words === null || comments.length === 2) break;
    comments.push(words);
  }
  return comments;
}
