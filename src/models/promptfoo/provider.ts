import { z } from "zod";

const count = z.number().nonnegative().nullish().catch(null);
const status = z.int().nullish().catch(null);
const text = z.string().nullish().catch(null);

/** What a provider of promptfoo's gives back, as far as it is looked at here (0.123). */
export const providerResponseSchema = z.looseObject({
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  finishReason: text,
  isRefusal: z.boolean().nullish().catch(null),
  /** An earlier answer, out of promptfoo's cache. */
  cached: z.boolean().nullish().catch(null),
  /** USD. */
  cost: count,
  tokenUsage: z
    .looseObject({
      prompt: count,
      completion: count,
      /** Of the prompt: read from the service's cache. */
      cached: count,
      completionDetails: z
        .looseObject({ cacheReadInputTokens: count, cacheCreationInputTokens: count })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  guardrails: z.looseObject({ reason: text }).nullish().catch(null),
  metadata: z
    .looseObject({
      http: z.looseObject({ status }).nullish().catch(null),
      /** Of Bedrock, which has no `finishReason`. */
      stopReason: text,
      cacheTokens: z.looseObject({ read: count, write: count }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

export type ProviderResponse = z.infer<typeof providerResponseSchema>;

/** A provider of promptfoo's. */
export interface Provider {
  callApi(
    prompt: string,
    context: ProviderContext,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<unknown>;
  cleanup?(): unknown;
}

/** No variables: nothing is there to be rendered. */
export interface ProviderContext {
  readonly vars: Readonly<Record<string, never>>;
  readonly prompt: {
    readonly raw: string;
    readonly label: string;
    readonly config: Readonly<Record<string, unknown>>;
  };
}

/** The part of promptfoo that is used here. */
export interface PromptfooProviders {
  readonly loadApiProvider: (
    path: string,
    context: {
      readonly options: { readonly config: Readonly<Record<string, unknown>> };
      readonly env: Readonly<Record<string, string>>;
    },
  ) => Promise<Provider>;
  readonly cache: {
    withCacheEnabled<R>(enabled: boolean, call: () => Promise<R>): Promise<R>;
    withCacheNamespace<R>(namespace: string, call: () => Promise<R>): Promise<R>;
  };
}
