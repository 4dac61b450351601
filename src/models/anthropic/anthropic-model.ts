import type * as Anthropic from "@anthropic-ai/sdk";
import { UserError } from "../../user-error.ts";
import type { Model, ModelReply } from "../types.ts";
import { replyOfError, type ApiErrorFacts } from "./reply-of-error.ts";
import { replyOfMessage } from "./reply-of-message.ts";

export interface AnthropicOptions {
  /** Id of the API, not an alias. */
  readonly id: string;
  /** ANTHROPIC_API_KEY and ANTHROPIC_BASE_URL are read from here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Longest answer; it must hold long code. */
  readonly maxTokens: number;
  /** How often the SDK tries again after 408, 409, 429, 5xx and failed connections. */
  readonly maxRetries?: number;
  /** One request may take this long, retries included. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

type Sdk = typeof Anthropic;

/**
 * Asks a model of Anthropic's Messages API, streaming, with the prompt as a cached system block.
 * Nothing that shapes the answer is sent besides: newer models reject sampling settings.
 */
export function createAnthropicModel(options: AnthropicOptions): Model {
  const { id, env, maxTokens, maxRetries = 4, timeoutMs = 600_000, now = Date.now } = options;
  let client: Promise<{ readonly sdk: Sdk; readonly anthropic: Anthropic.Anthropic }> | undefined;

  /** The SDK takes long to load: only who asks it pays for it. */
  async function connect() {
    const apiKey = readKey(env);
    const sdk = await import("@anthropic-ai/sdk");
    const baseURL = env["ANTHROPIC_BASE_URL"] || null;
    const anthropic = new sdk.Anthropic({ apiKey, baseURL, maxRetries, logLevel: "off" });
    return { sdk, anthropic };
  }

  return {
    id,
    kind: "anthropic",
    async prepare() {
      readKey(env);
      await (client ??= connect());
    },
    async ask(request, signal): Promise<ModelReply> {
      const { sdk, anthropic } = await (client ??= connect());
      const startedMs = now();
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        const message = await anthropic.messages
          .stream(
            {
              model: id,
              max_tokens: maxTokens,
              system: [
                { type: "text", text: request.system, cache_control: { type: "ephemeral" } },
              ],
              messages: [{ role: "user", content: request.user }],
            },
            { signal: AbortSignal.any([signal, deadline]) },
          )
          .finalMessage();
        const endedMs = now();
        return replyOfMessage(message, {
          latencyMs: Math.max(0, endedMs - startedMs),
          answeredAt: new Date(endedMs).toISOString(),
        });
      } catch (error) {
        if (signal.aborted) return { kind: "aborted" };
        const facts = deadline.aborted ? tookTooLong(timeoutMs) : factsOf(error, sdk);
        return replyOfError({ ...facts, message: withoutKey(facts.message, env) }, id);
      }
    },
  };
}

function tookTooLong(timeoutMs: number): ApiErrorFacts {
  const message = `no whole reply within ${timeoutMs / 1000} s`;
  return { httpStatus: null, type: null, message, kind: "timeout" };
}

/** @throws whatever is no failure of the API or the network: a bug */
function factsOf(error: unknown, sdk: Sdk): ApiErrorFacts {
  const none = { httpStatus: null, type: null };
  if (error instanceof sdk.APIConnectionTimeoutError) {
    return { ...none, message: error.message, kind: "timeout" };
  }
  if (error instanceof sdk.APIConnectionError) {
    return { ...none, message: rootOf(error), kind: "connection" };
  }
  if (error instanceof sdk.APIError) {
    return {
      httpStatus: error.status ?? null,
      type: error.type,
      message: error.apiMessage ?? error.message,
      kind: "reply",
    };
  }
  // The SDK passes on what breaks in mid-stream as a plain AnthropicError with its cause.
  if (error instanceof sdk.AnthropicError) {
    const isJson = error.cause instanceof SyntaxError;
    const kind = error.cause instanceof Error && !isJson ? "connection" : "reply";
    return { ...none, message: rootOf(error), kind };
  }
  throw error;
}

/** The innermost reason: `fetch failed` alone helps nobody. */
function rootOf(error: Error): string {
  let root = error;
  while (root.cause instanceof Error && root.cause !== root) root = root.cause;
  const code = "code" in root && typeof root.code === "string" ? root.code : "";
  return [root.message || error.message, code].filter((part) => part !== "").join(" ");
}

function readKey(env: AnthropicOptions["env"]): string {
  const key = env["ANTHROPIC_API_KEY"]?.trim() ?? "";
  if (key === "") {
    throw new UserError(
      "models/no-key",
      "A model of Anthropic is asked with a key, and none is set.",
      {
        place: "ANTHROPIC_API_KEY",
        hint: "Set it in the environment; or leave --model out to replay the recorded answers.",
      },
    );
  }
  // A key that no header can carry would come back, in full, in the error of the HTTP client.
  if (!/^[\x21-\x7e]+$/u.test(key)) {
    throw new UserError("models/bad-key", "The key has spaces or characters that no key has.", {
      place: "ANTHROPIC_API_KEY",
      hint: "Set it again, without quotes or line ends.",
    });
  }
  return key;
}

function withoutKey(message: string, env: AnthropicOptions["env"]): string {
  const key = env["ANTHROPIC_API_KEY"]?.trim() ?? "";
  return key === "" ? message : message.replaceAll(key, "[key]");
}
