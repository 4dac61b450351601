import { answerStatuses, type AnswerStatus } from "../../record/index.ts";

/** What is used of promptfoo's `ProviderResponse`. */
export interface ProviderResponse {
  readonly finishReason?: string | undefined;
  readonly isRefusal?: boolean | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** promptfoo's names, which are OpenAI's, and those of providers that hand on their own. */
const statusOfReason: ReadonlyMap<string, AnswerStatus> = new Map([
  ["stop", "answered"],
  ["end_turn", "answered"],
  ["length", "truncated"],
  ["max_tokens", "truncated"],
  ["content_filter", "filtered"],
  ["refusal", "refused"],
]);

/** How a reply ended: as the recordings say, else as the provider does; null where nobody says. */
export function resolveStatus(response: ProviderResponse | undefined): AnswerStatus | null {
  const recorded = answerStatuses.find((status) => status === response?.metadata?.["status"]);
  if (recorded !== undefined) return recorded;
  if (response?.isRefusal === true) return "refused";
  return statusOfReason.get(response?.finishReason ?? "") ?? null;
}
