import PQueue from "p-queue";
import type { CountTokens, ModelRequest } from "../types.ts";

/** So many prompts are counted; the length of others tells enough. */
const mostCounted = 200;
const mostAtATime = 8;
/** All of them together may take this long: a run is not to wait for them longer. */
const timeLimitMs = 30_000;

/**
 * Counts distinct prompts, or, where these are many, some that are spread evenly over them.
 *
 * @returns tokens by prompt key, see `promptKey`
 * @throws whatever one of the counts throws, the first of them; the others are given up
 */
export async function countPrompts(
  requests: readonly ModelRequest[],
  count: CountTokens,
): Promise<ReadonlyMap<string, number>> {
  const distinct = [...new Map(requests.map((request) => [promptKey(request), request])).values()];
  const chosen = spread(distinct, mostCounted);
  const giveUp = new AbortController();
  const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(timeLimitMs)]);
  const queue = new PQueue({ concurrency: mostAtATime });
  try {
    const counted = await queue.addAll(
      chosen.map((request) => async () => {
        signal.throwIfAborted();
        return [promptKey(request), await count(request, signal)] as const;
      }),
    );
    return new Map(counted);
  } finally {
    giveUp.abort();
  }
}

/** What a prompt is told by: repeats have the same one. */
export function promptKey({ promptHash, requestHash }: ModelRequest): string {
  return `${promptHash} ${requestHash}`;
}

function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, index) => Math.floor((index * items.length) / most))
    .map((index) => items[index])
    .filter((item) => item !== undefined);
}
