import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";

/** What a provider needs besides promptfoo, which has it as an optional dependency at most. */
const needed: readonly (readonly [RegExp, string])[] = [
  [/^bedrock-agent:/u, "@aws-sdk/client-bedrock-agent-runtime"],
  [/^bedrock:/u, "@aws-sdk/client-bedrock-runtime"],
  [/^sagemaker:/u, "@aws-sdk/client-sagemaker-runtime"],
  [/^vertex:/u, "google-auth-library"],
  [/^anthropic:claude-(?:agent-sdk|code)/u, "@anthropic-ai/claude-agent-sdk"],
  [/^openai:codex-security/u, "@openai/codex-security"],
  [/^openai:codex(?:-sdk)?(?::|$)/u, "@openai/codex-sdk"],
  [/^openai:agents/u, "@openai/agents"],
  [/^azure:foundry-agent/u, "@azure/ai-projects"],
  [/^azure:assistant/u, "@azure/openai-assistants"],
  [/^watsonx:/u, "@ibm-cloud/watsonx-ai"],
  [/^opencode(?::|$)/u, "@opencode-ai/sdk"],
  [/^transformers(?:\.js)?:/u, "@huggingface/transformers"],
  [/^slack(?::|$)/u, "@slack/web-api"],
  [/^fal:/u, "@fal-ai/client"],
  [/^browser$/u, "playwright"],
  [/^mcp(?::|$)/u, "@modelcontextprotocol/sdk"],
];

/** The package that a provider needs and that promptfoo would not find; null: none. */
export function findMissingPackage(provider: string): string | null {
  const name = needed.find(([pattern]) => pattern.test(provider))?.[1];
  return name === undefined || isInstalled(name) ? null : name;
}

/** Looked for where promptfoo looks: beside it, and for some from the current folder on. */
function isInstalled(name: string): boolean {
  const places = [import.meta.resolve("promptfoo"), path.join(process.cwd(), "package.json")];
  return places.some((place) => canResolve(name, place));
}

function canResolve(name: string, from: string): boolean {
  try {
    createRequire(from).resolve(name);
    return true;
  } catch (error) {
    // One without a CommonJS part is there all the same.
    return !(error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND");
  }
}
