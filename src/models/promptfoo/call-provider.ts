import { randomUUID } from "node:crypto";
import { silently } from "../../import-promptfoo.ts";
import type { ModelRequest } from "../types.ts";
import { interceptFetch, type Interceptor } from "./intercept-fetch.ts";
import type { LoadedProvider } from "./load-provider.ts";
import { providerResponseSchema, type ProviderResponse } from "./provider.ts";

/** What a call came to: an answer or an error, in the provider's words. */
export type CallResult =
  | { readonly response: ProviderResponse; readonly error: null }
  | { readonly response: ProviderResponse | null; readonly error: string };

/**
 * Asks a provider once. Prompt and request arrive word for word: promptfoo renders templates only
 * where it is given variables, and it is given none.
 */
export async function callProvider(
  { provider, dialect, cache }: LoadedProvider,
  options: {
    readonly request: ModelRequest;
    readonly signal: AbortSignal;
    readonly interceptor: Interceptor;
  },
): Promise<CallResult> {
  const { request, signal, interceptor } = options;
  const { prompt, config } = dialect.hand(request);
  const context = { vars: {}, prompt: { raw: prompt, label: request.caseId, config } };
  const call = () => provider.callApi(prompt, context, { abortSignal: signal });
  try {
    const raw = await silently(() =>
      interceptFetch(interceptor, () =>
        // One provider gives two requests that are under way and alike one answer, even without
        // the cache: each request has a name of its own, so that none is like another.
        cache.withCacheEnabled(false, () =>
          cache.withCacheNamespace(randomUUID(), () => unlessAborted(call(), signal)),
        ),
      ),
    );
    const parsed = providerResponseSchema.safeParse(raw);
    if (!parsed.success) return { response: null, error: "Malformed: it gave back no object." };
    const { error } = parsed.data;
    if (error === undefined || error === null || error === "") {
      return { response: parsed.data, error: null };
    }
    return {
      response: parsed.data,
      error: typeof error === "string" ? error : JSON.stringify(error),
    };
  } catch (thrown) {
    return { response: null, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** Not every provider looks at its signal. */
function unlessAborted<Result>(call: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error("It was given up."));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    call.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
