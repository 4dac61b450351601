import type { BatchIntent, BatchRequest, Submission } from "../../types.ts";
import { cameBeforeSending } from "../../http/network-error.ts";
import { factsOfError, type ApiErrorFacts } from "../api-error-facts.ts";
import { messageParams } from "../message-params.ts";
import { withoutSecrets } from "../read-credentials.ts";
import { replyOfError } from "../reply-of-error.ts";
import type { BatchContext } from "./batch-context.ts";
import { findBatch } from "./find-batch.ts";

/** After so many refusals the API is not to be had. */
const mostTries = 6;

/** Submits a batch, never twice: what the API may have taken is looked for first. */
export async function submitBatch(
  context: BatchContext,
  options: {
    readonly requests: readonly BatchRequest[];
    readonly intent: BatchIntent;
    readonly signal: AbortSignal;
  },
): Promise<Submission> {
  const { requests, intent, signal } = options;
  const { id, settings, env } = context;
  const { sdk, client } = await context.connect();
  const body = {
    requests: requests.map(({ customId, request }) => ({
      custom_id: customId,
      params: messageParams(request, { id, ...settings }),
    })),
  };
  const polling = context.polling();
  for (let tries = 1; ; tries += 1) {
    if (signal.aborted) return { kind: "aborted" };
    try {
      // The SDK's own retries would submit again what the API may have taken already.
      const batch = await client.messages.batches.create(body, { maxRetries: 0, signal });
      return { kind: "submitted", id: batch.id };
    } catch (error) {
      if (signal.aborted) return { kind: "aborted" };
      const facts = factsOfError(error, sdk);
      const wasRefused = facts.httpStatus !== null && facts.httpStatus < 500;
      const isBusy = facts.httpStatus === 429 || facts.httpStatus === 529;
      if (wasRefused && !isBusy) return failureOf(facts, context);
      await polling.wait(signal);
      // Also after the last try: what failed is free, and a batch that was taken is not.
      if (!isBusy && !cameBeforeSending(error)) {
        const found = await findBatch(context, intent, signal);
        if (found !== null) return { kind: "submitted", id: found };
      }
      if (tries === mostTries && !signal.aborted) return failureOf(facts, context);
    }
  }

  function failureOf(facts: ApiErrorFacts, { id: model }: BatchContext): Submission {
    const message = withoutSecrets(facts.message, env);
    const reply = replyOfError({ ...facts, message }, model);
    if (reply.kind !== "answer") return reply;
    // Of a whole batch the filter says nothing; it is a request that the API rejects.
    return {
      kind: "failure",
      status: "infrastructure",
      cause: "rejected-request",
      reason: message,
    };
  }
}
