import { z } from "zod";

const text = z.string().optional().catch(undefined);

/** What the replies of the known APIs have beside the text, in their own words. */
const rawReplySchema = z.looseObject({
  model: text,
  modelVersion: text,
  done_reason: text,
  stop_reason: text,
  finish_reason: text,
  choices: z
    .array(z.looseObject({ finish_reason: text }))
    .optional()
    .catch(undefined),
  candidates: z
    .array(z.looseObject({ finishReason: text }))
    .optional()
    .catch(undefined),
  promptFeedback: z.looseObject({ blockReason: text }).optional().catch(undefined),
  incomplete_details: z.looseObject({ reason: text }).optional().catch(undefined),
  error: z
    .union([z.string(), z.looseObject({ message: text, code: text, type: text })])
    .optional()
    .catch(undefined),
  message: text,
});

export interface RawReply {
  /** null: the reply does not say. */
  readonly servedModel: string | null;
  /** In the words of the API; null: the reply does not say. */
  readonly finishReason: string | null;
  /** Why the prompt was not let through to the model; null: it was. */
  readonly blockReason: string | null;
  readonly error: { readonly message: string | null; readonly code: string | null };
}

/** @param reply a parsed reply, whatever it is */
export function readRawReply(reply: unknown): RawReply {
  const last = Array.isArray(reply) ? (reply.at(-1) as unknown) : reply;
  const parsed = rawReplySchema.safeParse(last);
  const raw = parsed.success ? parsed.data : {};
  const { error } = raw;
  return {
    servedModel: raw.model ?? raw.modelVersion ?? null,
    finishReason:
      raw.choices?.[0]?.finish_reason ??
      raw.incomplete_details?.reason ??
      raw.done_reason ??
      raw.stop_reason ??
      raw.candidates?.[0]?.finishReason ??
      raw.finish_reason ??
      null,
    blockReason: raw.promptFeedback?.blockReason ?? null,
    error:
      typeof error === "string"
        ? { message: error, code: null }
        : {
            message: error?.message ?? raw.message ?? null,
            code: error?.code ?? error?.type ?? null,
          },
  };
}
