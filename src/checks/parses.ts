import { checkSyntax, dedentFragment } from "../answer/index.ts";
import type { AssembledAnswer, CodeBlock } from "../answer/index.ts";
import type { Evidence } from "../record/index.ts";
import { excerptOf } from "./evidence.ts";
import type { Check } from "./types.ts";
import { fail, notApplicable, pass } from "./verdicts.ts";

/**
 * Every Python block of the answer parses, each for itself, as ruff reads Python 3.14. An excerpt
 * that stands indented, as it would under its class or function, is dedented first; `await` and
 * `return` outside of a function are accepted. Consoles, diffs, directory trees and examples of
 * what not to do are no Python of the answer. Without Python the gate does not apply.
 */
export const parses: Check = {
  id: "parses",
  decide({ answer }) {
    const sources = pythonSources(answer);
    if (sources.length === 0) return notApplicable("the answer has no Python code");
    const problems = sources.flatMap((source) => firstProblem(source));
    const score = (sources.length - problems.length) / sources.length;
    const [first] = problems;
    if (first === undefined) {
      const evidence = sources.map((source) => evidenceIn(source, 0));
      return pass(`all ${count(sources.length)} parse`, evidence);
    }
    const cut = answer.truncated ? " (the answer breaks off)" : "";
    return fail(
      `${problems.length} of ${count(sources.length)} do not parse: ${first.message}${cut}`,
      problems.map((problem) => problem.evidence),
      score,
    );
  },
};

/** Python that is parsed by itself: a block, or a file written by a shell's here-document. */
interface Source {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly number[];
}

function pythonSources(answer: AssembledAnswer): readonly Source[] {
  const blocks = answer.blocks
    .filter((block) => block.language === "python" && block.role === "code")
    .filter((block) => block.text.trim() !== "")
    .map((block) => ({ path: pathOf(block, answer), text: block.text, lines: block.lines }));
  const written = answer.files.filter(
    (file) => file.language === "python" && file.from === "here-document",
  );
  return [...blocks, ...written];
}

function pathOf(block: CodeBlock, answer: AssembledAnswer): string {
  const first = block.lines[0] ?? block.span.start;
  const file = answer.files.find((one) => one.lines.includes(first));
  return block.name?.path ?? file?.path ?? "answer.md";
}

function firstProblem(source: Source): { message: string; evidence: Evidence }[] {
  const [problem] = checkSyntax(dedentFragment(source.text));
  if (problem === undefined) return [];
  return [{ message: problem.message, evidence: evidenceIn(source, problem.row) }];
}

function evidenceIn(source: Source, row: number): Evidence {
  const lines = source.text.split("\n");
  const last = Math.min(row, lines.length - 1);
  return {
    file: source.path,
    line: source.lines[last] ?? source.lines.at(-1) ?? 1,
    excerpt: excerptOf(lines[last] ?? ""),
  };
}

function count(blocks: number): string {
  return blocks === 1 ? "1 Python block" : `${blocks} Python blocks`;
}
