import type { AnswerFile, AssembledAnswer, PythonModule, SyntaxNode } from "../answer/index.ts";
import type { Evidence } from "../record/index.ts";

const longestExcerpt = 200;

/** The place of a row (0-based) of a file, by its line in the answer. */
export function evidenceAtRow(file: AnswerFile, row: number): Evidence {
  const excerpt = excerptOf(lineAt(file.text, row));
  return { file: file.path, line: file.lines[row] ?? file.span.start, excerpt };
}

/** One line of a text by its row (0-based); empty where there is none. */
function lineAt(text: string, row: number): string {
  let start = 0;
  for (let before = 0; before < row; before += 1) {
    start = text.indexOf("\n", start) + 1;
    if (start === 0) return "";
  }
  const end = text.indexOf("\n", start);
  return text.slice(start, end === -1 ? undefined : end);
}

/** The place where a node of a module starts. */
export function evidenceAt(module: PythonModule, node: SyntaxNode): Evidence {
  return evidenceAtRow(module.file, node.row);
}

/** One line, trimmed, at most 200 characters. */
export function excerptOf(line: string): string {
  const trimmed = line.trim();
  return trimmed.length <= longestExcerpt ? trimmed : `${trimmed.slice(0, longestExcerpt - 1)}…`;
}

/** A 1-based line of the answer itself, for what stands in no file. */
export function evidenceAtAnswerLine(answer: AssembledAnswer, line: number): Evidence {
  return { file: "answer.md", line, excerpt: excerptOf(lineAt(answer.text, line - 1)) };
}
