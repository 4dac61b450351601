import type { AnswerFile, AssembledAnswer, PythonModule, SyntaxNode } from "../answer/index.ts";
import type { Evidence } from "../record/index.ts";

const longestExcerpt = 200;

/** The place of a row (0-based) of a file, by its line in the answer. */
export function evidenceAtRow(file: AnswerFile, row: number): Evidence {
  const text = file.text.split("\n")[row] ?? "";
  return { file: file.path, line: file.lines[row] ?? file.span.start, excerpt: excerptOf(text) };
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
  return { file: "answer.md", line, excerpt: excerptOf(answer.text.split("\n")[line - 1] ?? "") };
}
