import { UserError } from "../../../user-error.ts";
import { factsOfError } from "../api-error-facts.ts";
import { withoutSecrets } from "../read-credentials.ts";
import type { BatchContext } from "./batch-context.ts";

/** So often in a row may the API not be reached; the SDK's own retries apart. */
const mostFailures = 10;

/**
 * Asks the API about batches until it answers: what was submitted is paid for, and a broken line
 * is no reason to give it up.
 *
 * @param work is begun again after a failure
 * @returns null: the signal was aborted, or the API has no such batch
 * @throws UserError `models/batch-unreachable`
 */
export async function untilReached<T>(
  context: BatchContext,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T | null> {
  const { sdk } = await context.connect();
  const polling = context.polling();
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) return null;
      const { httpStatus, message } = factsOfError(error, sdk);
      // Results are kept for 29 days.
      if (httpStatus === 404) return null;
      if (failures === mostFailures || httpStatus === 401 || httpStatus === 403) {
        throw new UserError(
          "models/batch-unreachable",
          `The API cannot be asked for a batch that was submitted: ${withoutSecrets(message, context.env)}`,
          { hint: "Go on later with --resume; nothing is submitted again.", exitCode: 3 },
        );
      }
      await polling.wait(signal);
    }
  }
  return null;
}
