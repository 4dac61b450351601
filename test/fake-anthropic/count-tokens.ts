import { countBodySchema, sayIssue, systemTextOf, userTextOf } from "./message-body.ts";
import type { Reply } from "./reply.ts";
import { sendError, sendJson } from "./send-json.ts";
import type { ServerState } from "./server-state.ts";
import { tokensOf } from "./usage.ts";

/** POST /v1/messages/count_tokens: what the input of the message will be billed as. */
export function countTokens(json: unknown, reply: Reply, { models }: ServerState): void {
  const parsed = countBodySchema.safeParse(json);
  if (!parsed.success) {
    sendError(reply, 400, sayIssue(parsed.error));
    return;
  }
  const body = parsed.data;
  if (models.some(({ id }) => id === body.model)) {
    sendJson(reply, 200, {
      input_tokens: tokensOf(systemTextOf(body)) + tokensOf(userTextOf(body)),
    });
  } else {
    sendError(reply, 404, `model: ${body.model}`);
  }
}
