import type { RunRecord } from "../../record/index.ts";
import { UserError } from "../../user-error.ts";
import type { ModelRequest } from "../types.ts";
import { callProvider } from "./call-provider.ts";
import { judgeFailure, replyOfFailure } from "./failure.ts";
import { unsupported, type LoadedProvider } from "./load-provider.ts";
import { tidyMessage } from "./redact.ts";
import { findUnsent, readModelRequest, sendsText } from "./request-body.ts";

/**
 * Has the provider make up its first request, which is kept from being sent, and looks at it: a
 * missing key, a setting that would be dropped and a prompt that would not arrive word for word are
 * found before anything is spent.
 *
 * @throws UserError `models/no-key`, `models/no-package`, `models/unsupported`,
 * `models/no-chat-messages`
 */
export async function rehearse(
  loaded: LoadedProvider,
  options: {
    readonly id: string;
    readonly request: ModelRequest;
    readonly settings: Pick<RunRecord["settings"], "maxTokens" | "sampling">;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): Promise<void> {
  const { id, request, settings, env } = options;
  const bodies: unknown[] = [];
  const result = await callProvider(loaded, {
    request,
    signal: new AbortController().signal,
    async interceptor(_send, _input, init) {
      bodies.push(init?.body);
      throw Object.assign(new Error("This was a rehearsal."), { name: "AbortError" });
    },
  });
  const sent = bodies.map(readModelRequest).find((body) => body !== null);
  if (sent === undefined) {
    if (bodies.length === 0) requireFine(result, { id, env });
    return;
  }
  const unsent = findUnsent(sent, settings)[0];
  if (unsent !== undefined) throw unsupported(id, unsent);
  if (!sendsText(sent, request.system) || !sendsText(sent, request.user)) {
    throw new UserError("models/no-chat-messages", `The model ${id} takes no chat messages.`, {
      place: `--model ${id}`,
      hint: "Prompt and request would reach it as one text in JSON; name a chat model.",
    });
  }
}

/** It came to no request at all: what stood in the way is what the user has to know. */
function requireFine(
  result: Awaited<ReturnType<typeof callProvider>>,
  { id, env }: { readonly id: string; readonly env: Readonly<Record<string, string | undefined>> },
): void {
  if (result.error === null) return;
  const failure = judgeFailure({
    message: tidyMessage(result.error, env),
    status: null,
    facts: { requests: 0, status: null, retryAfterMs: null, reply: null, failure: null },
    isTimeout: false,
  });
  if (failure.kind === "fatal") replyOfFailure(failure, id);
}
