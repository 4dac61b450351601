import type { Agent, AgentExample, Statement } from "../agent/index.ts";

/** An agent for tests, by what differs: statements as `Section | Lead | words`, lines as they come. */
export function agentLiteral(given: {
  readonly name?: string;
  readonly statements?: readonly string[];
  readonly responsibilities?: readonly string[];
  readonly requests?: readonly string[];
  /** Line of the first statement. */
  readonly line?: number;
}): Agent {
  const name = given.name ?? "fastapi-expert";
  const firstLine = given.line ?? 20;
  const statements = (given.statements ?? []).map((text, index) =>
    statement(text, firstLine + index),
  );
  const after = firstLine + statements.length;
  return {
    path: `agents/${name}.md`,
    name,
    stem: name,
    description: "",
    model: null,
    tools: null,
    frontMatter: {},
    systemPrompt: "",
    systemPromptLine: 5,
    promptHash: "sha256:",
    examples: (given.requests ?? []).map((user, index) => example(user, 3 + index)),
    statements,
    responsibilities: (given.responsibilities ?? []).map((text, index) =>
      statement(text, after + index),
    ),
    warnings: [],
  };
}

function statement(text: string, line: number): Statement {
  const parts = text.split(" | ");
  const words = parts.at(-1) ?? "";
  return {
    section: parts.length > 1 ? (parts[0] ?? "") : "Standards",
    lead: parts.length > 2 ? (parts[1] ?? null) : null,
    words,
    line,
  };
}

function example(user: string, line: number): AgentExample {
  return { line, context: null, user, assistant: null, commentary: null };
}
