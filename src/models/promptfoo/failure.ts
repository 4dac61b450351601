import type { FailureCause } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import type { ModelReply } from "../types.ts";
import type { HttpFacts } from "./observed-call.ts";
import { readRawReply } from "./raw-reply.ts";

/** A call that gave no answer. */
export interface FailedCall {
  /** The provider's words, or those of the error that it threw. */
  readonly message: string;
  /** As the provider says; null where it says none. */
  readonly status: number | null;
  readonly facts: HttpFacts;
  readonly isTimeout: boolean;
}

export type Failure =
  | {
      readonly kind: "missing";
      readonly cause: Cause;
      readonly message: string;
    }
  /** The request was turned away by a filter: an outcome of the prompt. */
  | { readonly kind: "filtered"; readonly message: string }
  /** Asking on is of no use. */
  | { readonly kind: "fatal"; readonly code: FatalCode; readonly message: string };

type Cause = Exclude<FailureCause, "no-recording" | "batch-expired" | "budget">;
type FatalCode =
  | "models/authentication"
  | "models/billing"
  | "models/unknown-model"
  | "models/no-key"
  | "models/bad-key"
  | "models/no-package";

/** Providers without HTTP, such as AWS's SDK, name what happened in words only. */
const byWords: readonly (readonly [RegExp, Cause | FatalCode])[] = [
  [
    /api key is not set|credentials? .*not (?:set|found|provided)|Could not load credentials/iu,
    "models/no-key",
  ],
  [/invalid header value|ByteString/iu, "models/bad-key"],
  [/npm install|peer dependency|Cannot find (?:package|module)/iu, "models/no-package"],
  [/insufficient_quota|Quota exceeded|billing_(?:hard_limit|not_active)/iu, "models/billing"],
  [
    /UnrecognizedClient|InvalidSignature|ExpiredToken|AccessDenied|CredentialsProviderError|security token/iu,
    "models/authentication",
  ],
  [/Throttling|rate.?limit|Too Many Requests/iu, "rate-limit"],
  [/overloaded/iu, "overloaded"],
  [/timed? ?out|ETIMEDOUT|TimeoutError/iu, "timeout"],
  [
    /ECONN\w+|ENOTFOUND|EAI_AGAIN|EPIPE|fetch failed|socket hang up|Error reading response body|terminated/iu,
    "connection",
  ],
  [/ServiceUnavailable|InternalServer/iu, "server-error"],
  [
    /Error parsing|Malformed|Unexpected token|not valid JSON|Cannot read propert/iu,
    "malformed-reply",
  ],
];

/** How a filter in front of a model words that it let nothing through. */
const filterCodes: readonly string[] = [
  "content_filter",
  "content_policy_violation",
  "invalid_prompt",
];

/** What a call without an answer means. What was seen of the requests weighs more than words. */
export function judgeFailure({ message, status, facts, isTimeout }: FailedCall): Failure {
  if (isTimeout) return { kind: "missing", cause: "timeout", message };
  const { error } = readRawReply(facts.reply);
  const httpStatus = facts.status ?? (status === 0 ? null : status) ?? statusInWords(message);
  const said = (httpStatus !== null && httpStatus >= 400 ? error.message : null) ?? message;
  const missing = (cause: Cause): Failure => ({ kind: "missing", cause, message: said });
  const fatal = (code: FatalCode): Failure => ({ kind: "fatal", code, message: said });
  if (facts.failure !== null) {
    const cause = /UND_ERR_(?:HEADERS|BODY)_TIMEOUT/u.test(facts.failure.message)
      ? "timeout"
      : "connection";
    return { kind: "missing", cause, message: facts.failure.message };
  }
  if (error.code !== null && filterCodes.includes(error.code) && httpStatus === 400) {
    return { kind: "filtered", message: said };
  }
  if (httpStatus === 401 || httpStatus === 403) return fatal("models/authentication");
  if (httpStatus === 402 || error.code === "insufficient_quota") return fatal("models/billing");
  if (httpStatus === 404) return fatal("models/unknown-model");
  if (httpStatus === 408) return missing("timeout");
  if (httpStatus === 429) return missing("rate-limit");
  if (httpStatus === 529) return missing("overloaded");
  if (httpStatus !== null && httpStatus >= 500) return missing("server-error");
  if (httpStatus !== null && httpStatus >= 400) return missing("rejected-request");
  // What else a reply says is the model's, and may speak of anything.
  if (facts.status !== null) return missing("malformed-reply");
  const found = byWords.find(([words]) => words.test(message))?.[1] ?? "malformed-reply";
  return isFatal(found) ? fatal(found) : missing(found);
}

function isFatal(found: Cause | FatalCode): found is FatalCode {
  return found.startsWith("models/");
}

/** `API error: 500 Internal Server Error`, `HTTP 502`, `status code 429`. */
function statusInWords(message: string): number | null {
  const found = /\b(?:HTTP|error:|status(?: code)?:?) (?<status>[45]\d\d)\b/iu.exec(message);
  return found?.groups?.["status"] === undefined ? null : Number(found.groups["status"]);
}

const words = {
  timeout: "The model took too long",
  connection: "The connection failed",
  "rate-limit": "The provider's rate limit held on after the retries",
  overloaded: "The provider is overloaded",
  "server-error": "The provider failed",
  "rejected-request": "The provider rejected the request",
  "malformed-reply": "The reply could not be read",
} as const satisfies Record<Cause, string>;

/**
 * @throws UserError where asking on is of no use
 */
export function replyOfFailure(failure: Failure, modelId: string): ModelReply {
  switch (failure.kind) {
    case "missing": {
      const { cause, message } = failure;
      const reason = `${words[cause]}: ${message}`;
      return { kind: "failure", status: "infrastructure", cause, reason };
    }
    case "filtered":
      return {
        kind: "answer",
        status: "filtered",
        answer: {
          text: "",
          source: "live",
          stopReason: failure.message,
          servedModel: null,
          usage: null,
          costUsd: null,
          latencyMs: null,
          answeredAt: null,
        },
      };
    case "fatal":
      throw fatalError(failure.code, failure.message, modelId);
    default:
      return failure satisfies never;
  }
}

function fatalError(code: FatalCode, message: string, modelId: string): UserError {
  const place = `--model ${modelId}`;
  switch (code) {
    case "models/authentication":
      return new UserError(code, `The provider refused the key: ${message}`, {
        place,
        hint: "Set the provider's key to a valid one that may use this model.",
      });
    case "models/billing":
      return new UserError(code, `The provider refused to bill this account: ${message}`, {
        place,
        hint: "See the billing page of the account that the key belongs to.",
      });
    case "models/unknown-model":
      return new UserError(code, `The provider does not know ${modelId}: ${message}`, {
        place,
        hint: "Check the model's name, and the provider's base URL if one is set.",
      });
    case "models/no-key":
      return noKey(message, modelId);
    case "models/bad-key":
      // Its message would have the key in it.
      return new UserError(code, "The key has spaces or characters that no key has.", {
        place,
        hint: "Set it again, without quotes or line ends.",
      });
    case "models/no-package":
      return new UserError(code, `A package for ${modelId} is missing: ${message}`, { place });
    default:
      return code satisfies never;
  }
}

/** @param message promptfoo's, which names the variable of the environment */
function noKey(message: string, modelId: string): UserError {
  const variable = /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/u.exec(message)?.[0];
  return new UserError(
    "models/no-key",
    `The model ${modelId} is asked with a key, and none is set.`,
    {
      place: variable ?? `--model ${modelId}`,
      hint:
        variable === undefined
          ? `promptfoo says: ${message}`
          : "Set it in the environment or in .env; or leave --model out to replay the recorded answers.",
    },
  );
}
