import type { Sampling } from "../../record/index.ts";

type Json = Readonly<Record<string, unknown>>;

/** How providers name what shapes an answer, wherever it stands in a request. */
const names = {
  temperature: ["temperature"],
  topP: ["top_p", "topP", "p"],
  topK: ["top_k", "topK", "k"],
  effort: ["effort", "reasoning_effort", "reasoningEffort"],
} as const satisfies Partial<Record<keyof Sampling, readonly string[]>>;

const neverAskedFor: readonly string[] = [
  "frequency_penalty",
  "presence_penalty",
  "frequencyPenalty",
  "presencePenalty",
  "repeat_penalty",
];

/** Where providers put such settings: beside the messages, or in a part of its own. */
const parts: readonly string[] = ["options", "generationConfig", "generation_config", "reasoning"];

const lengthNames: readonly string[] = [
  "max_tokens",
  "max_completion_tokens",
  "max_output_tokens",
  "maxOutputTokens",
  "num_predict",
  "max_new_tokens",
];

/** A request to a model as JSON; null: it is none, such as one for a token. */
export function readModelRequest(body: unknown): Json | null {
  if (typeof body !== "string") return null;
  try {
    const json: unknown = JSON.parse(body);
    if (!isRecord(json)) return null;
    return ["messages", "input", "contents", "prompt", "message"].some((key) => key in json)
      ? json
      : null;
  } catch {
    return null;
  }
}

/**
 * The request without what shapes an answer and was not asked for: some providers send a
 * temperature or a top_p of promptfoo's, which newer models answer with an error.
 */
export function withoutUnasked(request: Json, sampling: Sampling): Json {
  const unasked = [
    ...neverAskedFor,
    ...settings.flatMap((name) => (sampling[name] === null ? names[name] : [])),
  ];
  const strip = (json: Json): Json =>
    Object.fromEntries(
      Object.entries(json).flatMap(([key, value]) => {
        // `p` and `k` are short for other things elsewhere.
        if (unasked.includes(key) && typeof value !== "object") return [];
        return [[key, parts.includes(key) && isRecord(value) ? strip(value) : value] as const];
      }),
    );
  return strip(request);
}

/** Names of asked settings, as of `Sampling` and `maxTokens`, that are not in the request. */
export function findUnsent(
  request: Json,
  { maxTokens, sampling }: { readonly maxTokens: number; readonly sampling: Sampling },
): readonly (keyof Sampling | "maxTokens")[] {
  const has = (keys: readonly string[], value: unknown) =>
    [request, ...parts.map((part) => request[part])].some(
      (json) => isRecord(json) && keys.some((key) => json[key] === value),
    );
  return [
    ...(has(lengthNames, maxTokens) ? [] : (["maxTokens"] as const)),
    ...settings.filter((name) => sampling[name] !== null && !has(names[name], sampling[name])),
    // No provider has one name for it.
    ...(sampling.thinking === null ? [] : (["thinking"] as const)),
  ];
}

/** Whether a text stands in the request as it is, as a whole string. */
export function sendsText(request: unknown, text: string): boolean {
  if (typeof request === "string") return request === text;
  if (typeof request !== "object" || request === null) return false;
  return Object.values(request).some((value) => sendsText(value, text));
}

const settings = ["temperature", "topP", "topK", "effort"] as const;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
