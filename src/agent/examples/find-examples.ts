import type { AgentExample, AgentWarning } from "../types.ts";
import { maskCodeSpans } from "./mask-code-spans.ts";
import { parseTurns, type Turn } from "./parse-turns.ts";

/** An example and the stretch of the text that it takes. */
export interface FoundExample {
  readonly example: AgentExample;
  readonly start: number;
  readonly end: number;
}

export interface FoundExamples {
  readonly examples: readonly FoundExample[];
  readonly warnings: readonly AgentWarning[];
}

/** Where to look. */
export interface ExampleSource {
  readonly text: string;
  /** `text` with everything blanked in which a tag is no tag (fences, comments); same length. */
  readonly tagText: string;
  readonly agentName: string;
  readonly lineAt: (offset: number) => number;
  /** Offsets, ascending, at which an example that is never closed ends at the latest: headings. */
  readonly stops: readonly number[];
}

const tagPattern = /<(\/?)example(?:[-_ ]?\d{1,3})?(?:\s[^<>]{0,200})?>/giu;

/**
 * Finds `<example>` blocks. A tag in back-ticks, and an example in which nobody says anything,
 * is a placeholder.
 */
export function findTaggedExamples(source: ExampleSource): FoundExamples {
  const tags = [...maskCodeSpans(source.tagText).matchAll(tagPattern)];
  const examples: FoundExample[] = [];
  const warnings: AgentWarning[] = [];
  let stop = 0;
  tags.forEach((tag, index) => {
    if (tag[1] === "/") return;
    const line = source.lineAt(tag.index);
    const from = tag.index + tag[0].length;
    const next = tags[index + 1];
    const closed = next?.[1] === "/";
    while (stop < source.stops.length && (source.stops[stop] ?? 0) < from) stop += 1;
    const limit = next?.index ?? source.text.length;
    const to = closed ? limit : Math.min(limit, source.stops[stop] ?? limit);
    const turns = parseTurns(source.text.slice(from, to), source.agentName);
    if (turns.length === 0) return;
    if (!closed) warnings.push({ line, message: "the <example> is never closed" });
    examples.push({
      example: toExample(turns, line, warnings),
      start: tag.index,
      end: closed ? (next?.index ?? to) + (next?.[0].length ?? 0) : to,
    });
  });
  return { examples, warnings };
}

/**
 * Finds examples without tags: `user: "…"` and `assistant: "…"`, with or without `Example 1:`
 * before them. Something that nobody answers and that is not in quotes is no example.
 */
export function findUntaggedExamples(
  source: Omit<ExampleSource, "tagText" | "stops">,
): FoundExamples {
  const groups: Turn[][] = [];
  for (const turn of parseTurns(source.text, source.agentName)) {
    const group = groups.at(-1);
    const has = (kind: Turn["kind"]): boolean => group?.some((each) => each.kind === kind) === true;
    const opens =
      group === undefined ||
      turn.startsExample ||
      (turn.kind === "context" && (has("user") || has("context"))) ||
      (turn.kind === "user" && has("user"));
    if (opens) groups.push([turn]);
    else group.push(turn);
  }
  const warnings: AgentWarning[] = [];
  const examples = groups
    .filter((turns) => {
      const user = turns.find((turn) => turn.kind === "user");
      return user !== undefined && (user.quoted || turns.some((turn) => turn.kind === "assistant"));
    })
    .map((turns) => {
      const start = turns[0]?.offset ?? 0;
      const example = toExample(turns, source.lineAt(start), warnings);
      return { example, start, end: start };
    });
  return { examples, warnings };
}

function toExample(turns: readonly Turn[], line: number, warnings: AgentWarning[]): AgentExample {
  const of = (kind: Turn["kind"]): readonly string[] =>
    turns.filter((turn) => turn.kind === kind).map((turn) => turn.text);
  const join = (words: readonly string[], glue: string): string | null =>
    words.length === 0 ? null : words.join(glue);
  const users = of("user");
  if (users.length > 1) {
    warnings.push({
      line,
      message: `the example has ${users.length} user turns; the first one is taken`,
    });
  }
  return {
    line,
    context: join(of("context"), " "),
    user: users[0] ?? null,
    assistant: join(of("assistant"), "\n\n"),
    commentary: join(of("commentary"), " "),
  };
}
