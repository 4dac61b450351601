import { findTaggedExamples, findUntaggedExamples } from "../examples/find-examples.ts";
import { classifyHeading } from "../statements/classify-heading.ts";
import type { AgentExample, AgentWarning } from "../types.ts";
import { blankComments } from "./blank-comments.ts";
import { parseBlocks, type Block } from "./parse-blocks.ts";
import { splitChunks } from "./split-chunks.ts";
import { headingWords } from "./words.ts";

/** What the body holds. All lines are indices into its lines. */
export interface Body {
  /** Without comments and examples. */
  readonly blocks: readonly Block[];
  readonly examples: readonly AgentExample[];
  readonly warnings: readonly AgentWarning[];
}

/** Reads the structure of the body and the examples in it. */
export function readBody(lines: readonly string[], agentName: string): Body {
  const prose = blankComments(lines, splitChunks(lines).inFence);
  const { inFence, unclosedFence } = splitChunks(prose);
  const tagLines = prose.map((line, at) => (inFence[at] === true ? " ".repeat(line.length) : line));
  const text = lines.join("\n");
  const starts = lineStarts(lines);
  const lineAt = (offset: number): number => rowOf(starts, offset);
  const stops = starts.filter((_, at) => /^#{1,6}[ \t]/u.test(tagLines[at] ?? ""));
  const tagged = findTaggedExamples({
    text,
    tagText: tagLines.join("\n"),
    agentName,
    lineAt,
    stops,
  });

  const outline = [...prose];
  for (const { start, end } of tagged.examples) {
    for (let row = lineAt(start); row <= lineAt(Math.max(start, end - 1)); row += 1) {
      outline[row] = "";
    }
  }
  const blocks = parseBlocks(tagged.examples.length === 0 ? prose : outline);
  const found =
    tagged.examples.length > 0 || !/user|human/iu.test(text)
      ? tagged
      : untagged(blocks, prose, inFence, agentName);
  return {
    blocks,
    examples: found.examples.map(({ example }) => example),
    warnings: [
      ...found.warnings,
      ...(unclosedFence === null
        ? []
        : [
            {
              line: unclosedFence,
              message: "this fence is never closed: all below it is read as code",
            },
          ]),
    ],
  };
}

/** Examples without tags, under headings that announce examples. */
function untagged(
  blocks: readonly Block[],
  lines: readonly string[],
  inFence: readonly boolean[],
  agentName: string,
): ReturnType<typeof findUntaggedExamples> {
  const headings = blocks.filter((block) => block.kind === "heading");
  const found: ReturnType<typeof findUntaggedExamples>[] = [];
  let covered = -1;
  headings.forEach((heading, index) => {
    if (heading.line < covered || classifyHeading(headingWords(heading.text)) !== "examples") {
      return;
    }
    const next = headings.slice(index + 1).find((each) => each.rank <= heading.rank);
    covered = next?.line ?? lines.length;
    const own = lines
      .slice(heading.line + 1, covered)
      .map((line, at) => (inFence[heading.line + 1 + at] === true ? "" : line));
    const starts = lineStarts(own);
    const lineAt = (offset: number): number => heading.line + 1 + rowOf(starts, offset);
    found.push(findUntaggedExamples({ text: own.join("\n"), agentName, lineAt }));
  });
  return {
    examples: found.flatMap(({ examples }) => examples),
    warnings: found.flatMap(({ warnings }) => warnings),
  };
}

function lineStarts(lines: readonly string[]): readonly number[] {
  const starts: number[] = [];
  let offset = 0;
  for (const line of lines) {
    starts.push(offset);
    offset += line.length + 1;
  }
  return starts;
}

/** Index of the line that holds an offset. */
function rowOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
