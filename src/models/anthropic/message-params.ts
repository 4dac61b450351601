import type { MessageCreateParamsNonStreaming } from "@anthropic-ai/sdk/resources/messages.js";
import type { Sampling } from "../../record/index.ts";
import type { ModelRequest } from "../types.ts";

/**
 * What is sent for a request: the agent's prompt as a cached system block, and nothing that shapes
 * the answer but what was asked for (newer models answer 400 to a temperature).
 */
export function messageParams(
  request: Pick<ModelRequest, "system" | "user">,
  options: { readonly id: string; readonly maxTokens: number; readonly sampling: Sampling },
): MessageCreateParamsNonStreaming {
  const { id, maxTokens, sampling } = options;
  const { effort, thinking, temperature, topP, topK } = sampling;
  return {
    model: id,
    max_tokens: maxTokens,
    // The API refuses an empty block.
    ...(request.system === ""
      ? {}
      : {
          system: [{ type: "text", text: request.system, cache_control: { type: "ephemeral" } }],
        }),
    messages: [{ role: "user", content: request.user }],
    ...(effort === null ? {} : { output_config: { effort } }),
    ...(thinking === null
      ? {}
      : {
          thinking:
            typeof thinking === "number"
              ? { type: "enabled" as const, budget_tokens: thinking }
              : { type: thinking },
        }),
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { top_p: topP }),
    ...(topK === null ? {} : { top_k: topK }),
  };
}
