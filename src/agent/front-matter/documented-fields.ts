/** The fields that Claude Code documents for agent files. */
export const documentedFields: ReadonlySet<string> = new Set(
  (
    "name description tools disallowedTools model permissionMode maxTurns skills mcpServers hooks " +
    "memory background effort isolation color initialPrompt"
  ).split(" "),
);
