import type { AgentWarning } from "../types.ts";
import type { FrontMatter } from "./parse-front-matter.ts";

/** What the front matter says of the agent. */
export interface AgentFields {
  readonly name: string;
  /** As YAML has it, not yet normalised. */
  readonly description: string;
  readonly model: string | null;
  readonly tools: readonly string[] | null;
  readonly warnings: readonly AgentWarning[];
}

/** Reads the documented fields, with defaults. `line`: where a missing field is reported. */
export function resolveFields(matter: FrontMatter, stem: string, line: number): AgentFields {
  const warnings: AgentWarning[] = [];
  const warn = (at: number, message: string): void => void warnings.push({ line: at, message });
  const read = (key: string): string | null => {
    const entry = matter.entries.get(key);
    if (entry === undefined) return null;
    if (entry.words === null) {
      warn(entry.line, `\`${key}\` is not text and is left out`);
      return null;
    }
    return entry.words.trim() === "" ? null : entry.words;
  };
  const lineOf = (key: string): number => matter.entries.get(key)?.line ?? line;

  const name = read("name")?.trim() ?? null;
  if (name === null) {
    warn(
      lineOf("name"),
      `there is no \`name\`: \`${stem}\` is used; Claude Code skips such a file`,
    );
  } else {
    // `x.lite.md` is a version of the agent `x`.
    if (name !== stem && !stem.startsWith(`${name}.`)) {
      warn(lineOf("name"), `the name \`${name}\` differs from the file's name \`${stem}\``);
    }
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/u.test(name)) {
      warn(lineOf("name"), `the name \`${name}\` is not lower-case words joined by hyphens`);
    }
  }
  const description = read("description");
  if (description === null) {
    warn(lineOf("description"), "there is no `description`; Claude Code skips such a file");
  } else {
    for (const key of ["name", "model", "tools", "color"]) {
      const source = matter.entries.get("description")?.source.text ?? "";
      const inside = new RegExp(`\\n[ \\t]*${key}: \\S`, "u").test(source);
      if (inside && !matter.entries.has(key)) {
        warn(
          lineOf("description"),
          `\`${key}:\` stands inside the description and is not read as a key`,
        );
      }
    }
  }
  const model = read("model")?.trim() ?? null;
  if (model !== null && /\s/u.test(model)) {
    warn(lineOf("model"), "the model is neither an alias nor an id");
  }
  const tools = matter.entries.get("tools");
  if (tools?.words === null && !Array.isArray(tools.value)) {
    warn(tools.line, "`tools` is neither text nor a list and is left out");
  }
  return {
    name: name ?? stem,
    description: description ?? "",
    model,
    tools: readTools(matter),
    warnings,
  };
}

/** A comma string, a list, or `*`. Commas inside brackets are part of a tool: `Bash(git:*, npm:*)`. */
function readTools(matter: FrontMatter): readonly string[] | null {
  const entry = matter.entries.get("tools");
  if (entry === undefined || entry.value === null) return null;
  const raw = Array.isArray(entry.value)
    ? entry.value.map((tool: unknown) => (typeof tool === "string" ? tool : JSON.stringify(tool)))
    : splitTools(entry.words ?? "");
  const tools = raw.map((tool) => tool.trim()).filter((tool) => tool !== "");
  return tools.includes("*") || (tools.length === 0 && !Array.isArray(entry.value)) ? null : tools;
}

function splitTools(text: string): readonly string[] {
  const tools = [""];
  let depth = 0;
  for (const character of text) {
    if (character === "(" || character === "[") depth += 1;
    if (character === ")" || character === "]") depth -= 1;
    if (character === "," && depth <= 0) tools.push("");
    else tools[tools.length - 1] += character;
  }
  return tools;
}
