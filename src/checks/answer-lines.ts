import type { AssembledAnswer, CodeBlock } from "../answer/index.ts";

/** One line of an answer, by where it stands. */
export interface AnswerLine {
  readonly text: string;
  /** 1-based line of the answer. */
  readonly line: number;
  /**
   * - `code`: of a block that is neither shown as a bad example nor removed by a diff;
   * - `comment`: a comment of such a block, its mark taken off;
   * - `output`: what a program printed, or plain text in a fence;
   * - `prose`: outside of blocks, marks of Markdown taken off.
   */
  readonly where: "code" | "comment" | "output" | "prose";
  /** Of its block; empty for prose. */
  readonly language: string;
}

/** The lines of an answer in which a pattern is found, blocks first, each in the order of the answer. */
export function linesAbout(answer: AssembledAnswer, about: RegExp): readonly AnswerLine[] {
  if (!about.test(answer.text)) return [];
  const code = answer.blocks
    .filter((one) => about.test(one.text))
    .flatMap((one) => linesOfBlock(one, about));
  const prose = answer.prose
    .filter((one) => about.test(one.text))
    .map(({ text, line }): AnswerLine => ({ text, line, where: "prose", language: "" }));
  return [...code, ...prose];
}

function linesOfBlock(block: CodeBlock, about: RegExp): readonly AnswerLine[] {
  const { role, language } = block;
  if (role === "bad-example" || role === "tree") return [];
  return block.text.split("\n").flatMap((text, row): readonly AnswerLine[] => {
    if (!about.test(text)) return [];
    const line = block.lines[row] ?? block.span.start;
    if (role === "output") return [{ text, line, where: "output", language }];
    if (role === "diff" && text.startsWith("-")) return [];
    return splitComment(role === "diff" ? text.replace(/^[+ ]/u, "") : text, language).map(
      (part) => ({ ...part, line, language }),
    );
  });
}

const slashed = /^(?:javascript|typescript|java|go|rust|c|cpp|scala|kotlin|json5?)$/u;

function splitComment(
  text: string,
  language: string,
): readonly Pick<AnswerLine, "text" | "where">[] {
  const mark = slashed.test(language)
    ? /(?:^|\s)\/\//
    : language === "sql"
      ? /(?:^|\s)-- /
      : /(?:^|\s)#(?!\{)/;
  const found = language === "markdown" ? null : mark.exec(text);
  if (found === null) return [{ text, where: "code" }];
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + found[0].length);
  const comment = { text: after, where: "comment" } as const;
  return before.trim() === "" ? [comment] : [{ text: before, where: "code" }, comment];
}

/** The sentence of a line up to a place in it. */
export function sentenceBefore(text: string, at: number): string {
  return (
    text
      .slice(0, at)
      .split(/[.!?;:]\s/u)
      .at(-1) ?? ""
  );
}
