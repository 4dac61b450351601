import type { Evidence } from "../../../record/index.ts";
import { printable, truncateText } from "../layout/index.ts";
import type { Theme } from "../theme.ts";

/** Lines shown above and below a line of evidence. */
const contextLines = 2;

/** Lines of the answer that belong together, and which of them are evidence. */
interface Excerpt {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly marked: ReadonlySet<number>;
}

/**
 * The lines of the answer around each piece of evidence, numbered as in the answer, the evidence
 * marked. Places of one file that touch are shown as one.
 *
 * @param answerLines the answer's Markdown, line by line
 */
export function renderCode(
  evidence: readonly Evidence[],
  answerLines: readonly string[],
  theme: Theme,
): readonly string[] {
  const excerpts = collectExcerpts(evidence, answerLines.length);
  const last = excerpts.reduce((most, { end }) => Math.max(most, end), 0);
  const digits = String(last).length;
  return excerpts.flatMap((excerpt, index) => {
    const continues = excerpt.file === excerpts[index - 1]?.file;
    const title = continues
      ? theme.colours.dim(`    ${" ".repeat(digits)} ⋮`)
      : `    ${theme.colours.cyan(truncateText(printable(excerpt.file), theme.columns - 4))}`;
    return [title].concat(renderExcerpt(excerpt, answerLines, { digits, theme }));
  });
}

function collectExcerpts(evidence: readonly Evidence[], lineCount: number): readonly Excerpt[] {
  const excerpts: Excerpt[] = [];
  for (const { file, line } of evidence.toSorted((a, b) => a.line - b.line)) {
    const start = Math.max(1, line - contextLines);
    const end = Math.min(lineCount, line + contextLines);
    const before = excerpts.at(-1);
    if (before && before.file === file && start <= before.end + 1) {
      excerpts[excerpts.length - 1] = {
        ...before,
        end: Math.max(before.end, end),
        marked: new Set([...before.marked, line]),
      };
    } else {
      excerpts.push({ file, start, end, marked: new Set([line]) });
    }
  }
  return excerpts;
}

function renderExcerpt(
  { start, end, marked }: Excerpt,
  answerLines: readonly string[],
  { digits, theme }: { readonly digits: number; readonly theme: Theme },
): readonly string[] {
  const { colours, columns } = theme;
  const shown: string[] = [];
  for (let line = start; line <= end; line += 1) {
    const isEvidence = marked.has(line);
    const room = columns - digits - "  ▸  │ ".length;
    const code = truncateText(printable(answerLines[line - 1] ?? ""), room);
    const gutter = `${isEvidence ? "  ▸" : "   "} ${String(line).padStart(digits)} │`;
    shown.push(
      (isEvidence
        ? `${colours.yellow(gutter)} ${colours.bold(code)}`
        : `${colours.dim(gutter)} ${code}`
      ).trimEnd(),
    );
  }
  return shown;
}
