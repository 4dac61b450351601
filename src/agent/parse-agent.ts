import { hashText } from "../content-hash.ts";
import { UserError } from "../user-error.ts";
import { readBody } from "./body/read-body.ts";
import { findTaggedExamples, findUntaggedExamples } from "./examples/find-examples.ts";
import { parseFrontMatter } from "./front-matter/parse-front-matter.ts";
import { resolveFields } from "./front-matter/resolve-fields.ts";
import { alignLines, unescapeLiterals } from "./front-matter/scalar-lines.ts";
import { splitFrontMatter } from "./front-matter/split-front-matter.ts";
import { collectStatements } from "./statements/collect-statements.ts";
import type { Agent, AgentExample, AgentWarning, Statement } from "./types.ts";

/**
 * Parses the text of an agent file. Pure; a byte order mark and CRLF make no difference.
 *
 * `path` names the file in errors and gives the stem; it is not read. What counts as a statement
 * and what as a responsibility is said at `collectStatements`.
 * @throws UserError for a file that is no agent file, with the line and the remedy: no front
 * matter, or never closed; YAML that does not parse, is no mapping, or sets a key twice; no body.
 */
export function parseAgent(text: string, path: string): Agent {
  const lines = text
    .replace(/^\uFEFF/u, "")
    .replaceAll(/\r\n?/gu, "\n")
    .split("\n");
  const file = splitFrontMatter(lines, path);
  const matter = parseFrontMatter(file, path);
  const stem = stemOf(path);
  const fields = resolveFields(matter, stem, file.openLine);

  const first = file.body.findIndex((line) => line.trim() !== "");
  const last = file.body.findLastIndex((line) => line.trim() !== "");
  if (first === -1) {
    throw new UserError("agent/empty-body", "there is no prompt below the front matter", {
      place: `${path}:${file.closeLine}`,
      hint: "Write the system prompt below the closing `---`.",
    });
  }
  const promptLines = file.body.slice(first, last + 1);
  const systemPrompt = promptLines.join("\n");
  const systemPromptLine = file.closeLine + 1 + first;
  const toFileLine = (row: number): number => systemPromptLine + row;

  const description = unescapeLiterals(fields.description);
  const source = matter.entries.get("description")?.source;
  const described = describedExamples(
    description,
    fields.name,
    source === undefined ? () => file.openLine : alignLines(description, source),
  );
  const body = readBody(promptLines, fields.name);
  const { statements, responsibilities } = collectStatements(body.blocks);
  const inFile = <T extends { readonly line: number }>(found: readonly T[]): readonly T[] =>
    found.map((each) => ({ ...each, line: toFileLine(each.line) }));

  return {
    path,
    name: fields.name,
    stem,
    description,
    model: fields.model,
    tools: fields.tools,
    frontMatter: matter.data,
    systemPrompt,
    systemPromptLine,
    promptHash: hashText(systemPrompt),
    examples: withoutRepeats([...described.examples, ...inFile(body.examples)]),
    statements: inFile<Statement>(statements),
    responsibilities: inFile<Statement>(responsibilities),
    warnings: [
      ...matter.warnings,
      ...fields.warnings,
      ...described.warnings,
      ...secondFrontMatter(promptLines).map(toWarning(toFileLine)),
      ...body.warnings.map(toWarning(toFileLine)),
    ].toSorted((a, b) => a.line - b.line),
  };
}

function describedExamples(
  text: string,
  agentName: string,
  lineAt: (offset: number) => number,
): { readonly examples: readonly AgentExample[]; readonly warnings: readonly AgentWarning[] } {
  const tagged = findTaggedExamples({ text, tagText: text, agentName, lineAt, stops: [] });
  const found =
    tagged.examples.length > 0 ? tagged : findUntaggedExamples({ text, agentName, lineAt });
  return { examples: found.examples.map(({ example }) => example), warnings: found.warnings };
}

/** The same example in the description and in the body is one example. */
function withoutRepeats(examples: readonly AgentExample[]): readonly AgentExample[] {
  const seen = new Set<string>();
  return examples.filter(({ context, user }) => {
    if (user === null) return true;
    const key = JSON.stringify([context, user]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A second block of keys between fences, at the top of the body: sent as part of the prompt. */
function secondFrontMatter(lines: readonly string[]): readonly AgentWarning[] {
  if (
    !/^-{3,}[ \t]*$/u.test(lines[0] ?? "") ||
    !/^(?:name|description|model|tools):/u.test(lines[1] ?? "")
  ) {
    return [];
  }
  return [
    {
      line: 0,
      message: "a second front matter stands in the body; it is sent as part of the prompt",
    },
  ];
}

function toWarning(toFileLine: (row: number) => number): (warning: AgentWarning) => AgentWarning {
  return ({ line, message }) => ({ line: toFileLine(line), message });
}

function stemOf(path: string): string {
  const base = path.split(/[\\/]/u).findLast((part) => part !== "") ?? "";
  const stem = base.replace(/\.(?:md|mdx|markdown|txt)$/iu, "");
  return stem === "" ? (base === "" ? "agent" : base) : stem;
}
