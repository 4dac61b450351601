import type { Sampling } from "../../record/index.ts";
import type { ModelRequest } from "../types.ts";

/** How a family of promptfoo's providers is configured and called. */
export interface Dialect {
  /** What promptfoo is asked for, where it is not the user's own words. */
  readonly path: (name: string) => string;
  /** The provider's configuration; undefined values are left out. */
  readonly config: (asked: Asked) => Readonly<Record<string, unknown>>;
  /** What it is handed as its prompt, and what for this prompt is put into its configuration. */
  readonly hand: (request: ModelRequest) => Handed;
  /** What of the sampling the provider has a name for. */
  readonly takes: readonly (keyof Sampling)[];
  /**
   * Whether all that it sends goes through `fetch`, to a model that takes chat messages: then a
   * rehearsal shows what would be sent, before anything is.
   */
  readonly canRehearse: boolean;
  /** Whether the tokens of the prompt that it reports include those of the cache. */
  readonly countsCachedInput: boolean;
}

export interface Asked {
  readonly maxTokens: number;
  readonly sampling: Sampling;
}

export interface Handed {
  readonly prompt: string;
  readonly config: Readonly<Record<string, unknown>>;
}

const asNamed = (name: string) => name;

/** As JSON, which promptfoo parses and passes on without looking for templates in it. */
const asChat = ({ system, user }: ModelRequest): Handed => ({
  prompt: JSON.stringify([
    { role: "system", content: system },
    { role: "user", content: user },
  ]),
  config: {},
});

/** OpenAI's and everything that speaks its protocol. Without `omitDefaults` it sends a temperature. */
const openAi: Dialect = {
  path: asNamed,
  config: ({ maxTokens, sampling }) => ({
    omitDefaults: true,
    // It takes the one that the model knows.
    max_tokens: maxTokens,
    max_completion_tokens: maxTokens,
    max_output_tokens: maxTokens,
    temperature: sampling.temperature ?? undefined,
    top_p: sampling.topP ?? undefined,
    reasoning_effort: sampling.effort ?? undefined,
    // Thoughts would stand before the answer.
    showThinking: false,
    maxRetries: 0,
  }),
  hand: asChat,
  takes: ["temperature", "topP", "effort"],
  canRehearse: true,
  countsCachedInput: true,
};

const ollama: Dialect = {
  // `ollama:llama3` is the endpoint without chat messages.
  path: (name) =>
    /^ollama:(?:chat|completion|embeddings?):/u.test(name)
      ? name
      : name.replace(/^ollama:/u, "ollama:chat:"),
  config: ({ maxTokens, sampling }) => ({
    num_predict: maxTokens,
    temperature: sampling.temperature ?? undefined,
    top_p: sampling.topP ?? undefined,
    top_k: sampling.topK ?? undefined,
    showThinking: false,
  }),
  hand: asChat,
  takes: ["temperature", "topP", "topK"],
  canRehearse: true,
  countsCachedInput: true,
};

const google: Dialect = {
  path: asNamed,
  config: ({ maxTokens, sampling }) => ({
    maxOutputTokens: maxTokens,
    // For models of others on Vertex.
    max_tokens: maxTokens,
    temperature: sampling.temperature ?? undefined,
    topP: sampling.topP ?? undefined,
    topK: sampling.topK ?? undefined,
  }),
  hand: asChat,
  takes: ["temperature", "topP", "topK"],
  canRehearse: true,
  countsCachedInput: true,
};

/**
 * Signs in with an SDK of its own first: no rehearsal. Without one it is not known of which models
 * promptfoo drops the sampling, as it does of newer ones.
 */
const vertex: Dialect = { ...google, takes: [], canRehearse: false };

const bedrock: Dialect = {
  // The Converse API takes the same settings for all models, and promptfoo adds none to them. Some
  // models are only to be had through other APIs, which promptfoo knows.
  path: (name) =>
    /^bedrock:(?:[a-z-]+:|openai\.|xai\.|.*claude-(?:mythos|fable))/u.test(name)
      ? name
      : name.replace(/^bedrock:/u, "bedrock:converse:"),
  config: ({ maxTokens, sampling }) => ({
    maxTokens,
    max_tokens: maxTokens,
    max_output_tokens: maxTokens,
    omitDefaults: true,
    temperature: sampling.temperature ?? undefined,
    topP: sampling.topP ?? undefined,
    top_p: sampling.topP ?? undefined,
    showThinking: false,
  }),
  hand: asChat,
  takes: ["temperature", "topP"],
  canRehearse: false,
  countsCachedInput: false,
};

/** Of newer models of Anthropic's promptfoo drops the sampling; other APIs have other names for it. */
const otherBedrock: Dialect = { ...bedrock, takes: [] };

const plain: Dialect = {
  path: asNamed,
  config: ({ maxTokens, sampling }) => ({
    max_tokens: maxTokens,
    temperature: sampling.temperature ?? undefined,
    top_p: sampling.topP ?? undefined,
  }),
  hand: asChat,
  takes: ["temperature", "topP"],
  canRehearse: true,
  countsCachedInput: true,
};

/** Programs, agents and services of one's own: what they take, they are configured with. */
const other: Dialect = {
  path: asNamed,
  config: () => ({}),
  hand: asChat,
  takes: [],
  canRehearse: false,
  countsCachedInput: true,
};

/** Takes a text, and the system prompt on its own. */
const claudeAgent: Dialect = {
  ...other,
  hand: ({ system, user }) => ({ prompt: user, config: { custom_system_prompt: system } }),
};

const families = {
  openai: openAi,
  azure: openAi,
  azureopenai: openAi,
  openrouter: openAi,
  deepseek: openAi,
  groq: openAi,
  togetherai: openAi,
  fireworks: openAi,
  cerebras: openAi,
  xai: openAi,
  perplexity: openAi,
  nvidia: openAi,
  litellm: openAi,
  localai: openAi,
  llamaapi: openAi,
  alibaba: openAi,
  moonshot: openAi,
  minimax: openAi,
  meta: openAi,
  databricks: openAi,
  hyperbolic: openAi,
  nscale: openAi,
  novita: openAi,
  ollama,
  google,
  vertex,
  bedrock,
  mistral: plain,
  cohere: plain,
} as const satisfies Readonly<Record<string, Dialect>>;

/** Providers of a family that are agents, or take no text: nothing of the family holds for them. */
const ofTheirOwn = /^openai:(?:codex|agents|chatkit|assistant|realtime|live)/u;
const claudeAgents = /^anthropic:claude-(?:agent-sdk|code)(?::|$)/u;

/**
 * @param name as the user gave it: `provider:…`
 * @param provider as promptfoo made it; null: not made yet. Many that are not listed here are made
 * from the one for OpenAI
 */
export function dialectOf(name: string, provider: object | null): Dialect {
  if (claudeAgents.test(name)) return claudeAgent;
  if (ofTheirOwn.test(name)) return other;
  if (name.startsWith("bedrock:") && !/^bedrock:converse:(?!.*claude)/u.test(bedrock.path(name))) {
    return otherBedrock;
  }
  const prefix = name.slice(0, Math.max(0, name.indexOf(":")));
  const known: Readonly<Record<string, Dialect>> = families;
  const fallback = provider !== null && "getOpenAiBody" in provider ? openAi : other;
  return Object.hasOwn(known, prefix) ? (known[prefix] ?? fallback) : fallback;
}
