import { UserError } from "../../user-error.ts";
import type { FailureCause } from "../../record/index.ts";
import type { ModelReply } from "../types.ts";
import type { ApiErrorFacts } from "./api-error-facts.ts";

/** How the API words an answer that its filter held back. */
const filterWords = /content filtering policy/iu;

/**
 * Turns an error of the API into a reply. Called after the SDK's own retries.
 *
 * @throws UserError `models/authentication`, `models/unknown-model`: asking on is of no use
 */
export function replyOfError(error: ApiErrorFacts, modelId: string): ModelReply {
  const { httpStatus, type, message } = error;
  if (httpStatus === 401 || httpStatus === 403 || type === "authentication_error") {
    throw new UserError("models/authentication", `The API refused the key: ${message}`, {
      hint: "Set ANTHROPIC_API_KEY to a valid key that may use this model.",
    });
  }
  if (httpStatus === 402 || type === "billing_error") {
    throw new UserError("models/billing", `The API refused to bill this account: ${message}`, {
      hint: "See the billing page of the account that the key belongs to.",
    });
  }
  if (httpStatus === 404) {
    throw new UserError("models/unknown-model", `The API does not know ${modelId}: ${message}`, {
      hint: "Check the model's id, and ANTHROPIC_BASE_URL if it is set.",
    });
  }
  if (httpStatus === 400 && filterWords.test(message)) {
    return {
      kind: "answer",
      status: "filtered",
      answer: {
        text: "",
        source: "live",
        stopReason: message,
        servedModel: null,
        usage: null,
        costUsd: null,
        latencyMs: null,
        answeredAt: null,
      },
    };
  }
  const cause = causeOf(error);
  return {
    kind: "failure",
    status: "infrastructure",
    cause,
    reason: `${words[cause]}: ${message}`,
  };
}

const words = {
  timeout: "The model took too long",
  connection: "The connection failed",
  "rate-limit": "The API's rate limit held on after the retries",
  overloaded: "The API is overloaded",
  "server-error": "The API failed",
  "rejected-request": "The API rejected the request",
  "malformed-reply": "The reply could not be read",
} as const satisfies Partial<Record<FailureCause, string>>;

function causeOf({ httpStatus, type, kind }: ApiErrorFacts): keyof typeof words {
  if (kind === "timeout" || httpStatus === 408 || type === "timeout_error") return "timeout";
  if (kind === "connection") return "connection";
  if (httpStatus === 429 || type === "rate_limit_error") return "rate-limit";
  if (httpStatus === 529 || type === "overloaded_error") return "overloaded";
  if (type === "api_error" || (httpStatus !== null && httpStatus >= 500)) return "server-error";
  if (httpStatus !== null) return "rejected-request";
  return "malformed-reply";
}
