/** A parsed agent file. Every line is 1-based and counts from the top of the file. */
export interface Agent {
  /** Path of the file as it was given. */
  readonly path: string;
  /** `name` of the front matter, else the file's stem. */
  readonly name: string;
  /** Stem of the file: `agents/x.md` → `x`. Names the prompt version and the suite's folder. */
  readonly stem: string;
  /** `description` of the front matter, with literal `\n` and `\"` made real. */
  readonly description: string;
  /** Model alias or id of the front matter, or null where there is none. */
  readonly model: string | null;
  /** Tools of the front matter; null: not said (all tools). */
  readonly tools: readonly string[] | null;
  /** The front matter as data, keys in their order. */
  readonly frontMatter: Readonly<Record<string, unknown>>;
  /** The body, as it is sent: LF, without blank lines at its ends. */
  readonly systemPrompt: string;
  /** Line of the file on which `systemPrompt` starts. */
  readonly systemPromptLine: number;
  /** Hash of `systemPrompt` (see `hashText`): what a recording is held against. */
  readonly promptHash: string;
  readonly examples: readonly AgentExample[];
  readonly statements: readonly Statement[];
  /** Things that an author can do, one a bullet: candidates for proposed cases. */
  readonly responsibilities: readonly Statement[];
  /** What was odd but readable, with its line. */
  readonly warnings: readonly AgentWarning[];
}

/** An `<example>` of the description or the body. */
export interface AgentExample {
  /** Line of the file on which the example starts (a one-line description: that line). */
  readonly line: number;
  readonly context: string | null;
  /** What the user says; null where the example has no user turn. */
  readonly user: string | null;
  readonly assistant: string | null;
  readonly commentary: string | null;
}

/** One statement that an answer must meet, or one responsibility. */
export interface Statement {
  /** The section's heading without numbers and marks: `Quality Gates`. */
  readonly section: string;
  /** The statement without its bullet and marks; `lead` apart. */
  readonly words: string;
  /** The lead-in of a nested list, `All endpoints must have`, or null. */
  readonly lead: string | null;
  readonly line: number;
}

export interface AgentWarning {
  readonly line: number;
  readonly message: string;
}
