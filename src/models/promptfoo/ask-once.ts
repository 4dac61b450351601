import type { ModelReply, ModelRequest } from "../types.ts";
import { callProvider } from "./call-provider.ts";
import { judgeFailure, type Failure } from "./failure.ts";
import type { LoadedProvider, LoadOptions } from "./load-provider.ts";
import { observeCall, type HttpFacts } from "./observed-call.ts";
import { tidyMessage } from "./redact.ts";
import { replyOfResponse, saysWhyNoText } from "./reply-of-response.ts";

/** What asking once came to. */
export type Attempt =
  | { readonly reply: ModelReply; readonly failure: null; readonly facts: HttpFacts }
  | { readonly reply: null; readonly failure: Failure; readonly facts: HttpFacts };

/** Asks a provider once, whatever it would do by itself. */
export async function askOnce(
  loaded: LoadedProvider,
  options: LoadOptions & {
    readonly request: ModelRequest;
    readonly signal: AbortSignal;
    readonly isTimeout: () => boolean;
    /** When the sample was asked first, in milliseconds since 1970. */
    readonly startedMs: number;
    readonly now: () => number;
  },
): Promise<Attempt> {
  const { env, settings, request, signal, isTimeout, startedMs, now } = options;
  const { maxTokens, sampling, timeoutMs } = settings;
  const { interceptor, facts: observed } = observeCall({ signal, sampling, now });
  const { response, error } = await callProvider(loaded, { request, signal, interceptor });
  const facts = observed();
  const status = response?.metadata?.http?.status ?? null;
  const httpStatus = facts.status ?? status ?? 0;
  // Some providers give what the service said about an error out as if it were the model's words.
  const isAnswered =
    httpStatus < 400 && (error === null || (httpStatus >= 200 && saysWhyNoText(facts.reply)));
  if (response !== null && isAnswered && facts.failure === null && !isTimeout()) {
    const endedMs = now();
    const reply = replyOfResponse(response, {
      raw: facts.reply,
      maxTokens,
      countsCachedInput: loaded.dialect.countsCachedInput,
      latencyMs: Math.max(0, endedMs - startedMs),
      answeredAt: new Date(endedMs).toISOString(),
    });
    return { reply, failure: null, facts };
  }
  const message = isTimeout() ? `no whole reply within ${timeoutMs / 1000} s` : (error ?? "");
  const failure = judgeFailure({ message, status, facts, isTimeout: isTimeout() });
  const tidied = { ...failure, message: tidyMessage(failure.message, env) };
  return { reply: null, failure: tidied, facts };
}
