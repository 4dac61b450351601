import type { MessageBody } from "./message-body.ts";
import type { ServedModel } from "./known-models.ts";

/** Why the API would reject a message of right form with 400; null: it would not. */
export function checkMessage(body: MessageBody, model: ServedModel): string | null {
  const { max_tokens, thinking } = body;
  if (max_tokens > model.maxOutputTokens) {
    return `max_tokens: ${max_tokens} > ${model.maxOutputTokens}, which is the maximum allowed number of output tokens for ${model.id}`;
  }
  const sampling = (["temperature", "top_p", "top_k"] as const).find(
    (key) => body[key] !== undefined,
  );
  if (sampling !== undefined && model.acceptsSamplingParameters === false) {
    return `\`${sampling}\` is deprecated for this model.`;
  }
  if (thinking?.type === "enabled") {
    if (thinking.budget_tokens >= max_tokens) {
      return "`max_tokens` must be greater than `thinking.budget_tokens`.";
    }
    if (body.temperature !== undefined && body.temperature !== 1) {
      return "`temperature` may only be set to 1 when thinking is enabled.";
    }
  }
  return checkThinking(thinking?.type, model);
}

function checkThinking(
  type: NonNullable<MessageBody["thinking"]>["type"] | undefined,
  { thinking }: ServedModel,
): string | null {
  if (type === undefined || thinking === null) return null;
  const isAccepted = {
    enabled: thinking === "extended",
    adaptive: thinking !== "extended",
    disabled: thinking !== "adaptive, always on",
  }[type];
  return isAccepted ? null : `"thinking.type.${type}" is not supported for this model.`;
}
