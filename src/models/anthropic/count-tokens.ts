import type { Sampling } from "../../record/index.ts";
import type { CountTokens, ModelRequest } from "../types.ts";
import { connect } from "./connect.ts";
import { messageParams } from "./message-params.ts";

/** A count takes a fraction of a second; who waits for one wants to start. */
const timeoutMs = 10_000;

/** What shapes the answer does not change how long the prompt is. */
const noSampling: Sampling = {
  effort: null,
  thinking: null,
  temperature: null,
  topP: null,
  topK: null,
};

/**
 * Counts by the API's token count, which costs nothing, how long a prompt will be for a model.
 *
 * @throws UserError as `connect`; what counting throws is up to the SDK
 */
export async function connectTokenCounter(options: {
  readonly id: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<CountTokens> {
  const { id, env } = options;
  const { client } = await connect({ env, maxRetries: 1, timeoutMs });
  return async (request: Pick<ModelRequest, "system" | "user">, signal) => {
    const params = messageParams(request, { id, maxTokens: 1, sampling: noSampling });
    const { max_tokens: _, ...counted } = params;
    const { input_tokens: tokens } = await client.messages.countTokens(counted, { signal });
    return tokens;
  };
}
