import type { AssembledAnswer, PythonFunction } from "../answer/index.ts";

/** How many lines of prose around a block speak of what stands in it. */
const reach = 6;

/** Words of a comment or docstring by which a stub is the user's own code, not left to be written. */
const ownWords =
  /\bunchanged\b|\bexisting\b|\bas before\b|\bas it is\b|\bas is\b|\bstays?\b|\bsame as\b|\balready (?:have|exists?|there)\b|\byou(?:'ve| have)? already\b|\b(?:your|you) (?:own|current|present)\b|\b(?:replace|swap|substitute|wire|connect|plug)\b.*\byour?s?\b|\b(?:from|in) your (?:own )?(?:app|project|code|codebase|module)\b|\bbelongs? to you\b/iu;

/** The same of a docstring's summary, which may speak of existing rows and unchanged values too. */
const ownSummary =
  /^\W*(?:your\b|existing\b|unchanged\b|as (?:before|it is|is)\b|stays? as\b|same as (?:before|in your)\b|already (?:exists|there|in your)\b|stub\b)|\byou (?:already )?have\b|\byour (?:own|existing|current|present) (?:\w+ )?(?:code|implementation|function|logic|module|app|project|dependency|version)\b|\b(?:replace|swap|substitute|wire|connect|plug)\b.*\byours?\b|\b(?:from|in) your (?:own )?(?:app|project|code|codebase|module)\b|\bbelongs? to you\b|\bunchanged\W*$/iu;

/** Sentences of the prose by which the stubs of a block are the user's. */
const proseWords =
  /\b(?:bod(?:y|ies)|handlers?|implementations?|functions?|endpoints?|logic|code|queries|routes?|stubs?)\b.*\b(?:stays?|remains?|unchanged|untouched|as (?:it is|they are|before)|left out|left to you|are yours|is yours|your own|you already have)\b|\b(?:keep|leave)\b.*\byour\b|\b(?:replace|swap|fill|plug)\b.*\b(?:your|yours)\b|\byour (?:own|existing|current)\b|\bstands? (?:in )?for your\b|\b(?:stub|placeholder)s?\b.*\b(?:you|your|yours)\b/iu;

/**
 * Whether the answer says of a stub that it is the user's to have or to give: in a comment beside
 * it, in its docstring, at the top of its file, or in the prose around its block.
 */
export function belongsToTheUser(one: PythonFunction, answer: AssembledAnswer): boolean {
  const rows = one.module.file.text.split("\n");
  const own = rows.slice(Math.max(0, one.node.row - 2), one.node.endRow + 2).filter(isComment);
  const header = rows.slice(0, 3).filter((line) => line.trimStart().startsWith("#"));
  const said = [...own.map(commentOf), ...header];
  if (said.some((words) => ownWords.test(words))) return true;
  const [summary = ""] = (one.docstring ?? "").trim().split(/\n\s*\n/u);
  if (ownSummary.test(summary)) return true;

  const line = one.module.file.lines[one.node.row] ?? 0;
  const block = answer.blocks.find(({ span }) => span.start <= line && line <= span.end);
  if (block === undefined) return false;
  return answer.prose.some(
    (prose) =>
      prose.line >= block.span.start - reach &&
      prose.line <= block.span.end + reach &&
      proseWords.test(prose.text),
  );
}

function isComment(line: string): boolean {
  return line.includes("#");
}

function commentOf(line: string): string {
  return line.slice(line.indexOf("#"));
}
