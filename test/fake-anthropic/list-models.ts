import type { ModelInfo } from "@anthropic-ai/sdk/resources/models.js";
import type { ServedModel } from "./known-models.ts";
import { paginate } from "./paginate.ts";
import type { Reply } from "./reply.ts";
import { sendError, sendJson } from "./send-json.ts";

/** GET /v1/models and /v1/models/{id} */
export function listModels(
  id: string | undefined,
  query: URLSearchParams,
  reply: Reply,
  models: readonly ServedModel[],
): void {
  if (id !== undefined) {
    const model = models.find((served) => served.id === id);
    if (model) sendJson(reply, 200, modelInfo(model));
    else sendError(reply, 404, `model: ${id}`);
    return;
  }
  const page = paginate(models.map(modelInfo), query);
  if (page) sendJson(reply, 200, page);
  else sendError(reply, 400, "The page cannot be found.");
}

/** What the API tells of a model; of its abilities the server has nothing to tell. */
function modelInfo({ id, contextTokens, maxOutputTokens }: ServedModel): ModelInfo {
  return {
    id,
    type: "model",
    display_name: id,
    created_at: "2026-01-01T00:00:00Z",
    deprecated_at: null,
    retires_at: null,
    lifecycle: "active",
    line: null,
    capabilities: null,
    max_input_tokens: contextTokens,
    max_tokens: maxOutputTokens,
  };
}
