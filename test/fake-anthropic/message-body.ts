import { z } from "zod";

const cacheControlSchema = z.strictObject({
  type: z.literal("ephemeral"),
  ttl: z.enum(["5m", "1h"]).optional(),
});

const textBlockSchema = z.strictObject({
  type: z.literal("text"),
  text: z.string().min(1, "text content blocks must be non-empty"),
  cache_control: cacheControlSchema.nullish(),
  citations: z.unknown().optional(),
});

const contentSchema = z.union([z.string().min(1), z.array(textBlockSchema).min(1)]);

/** What both asking and counting take; like the API, without a field that it does not know. */
const askedSchema = z.strictObject({
  model: z.string().min(1),
  system: z.union([z.string(), z.array(textBlockSchema)]).optional(),
  messages: z
    .array(z.strictObject({ role: z.enum(["user", "assistant"]), content: contentSchema }))
    .min(1, "at least one message is required")
    .refine(([first]) => first?.role === "user", 'first message must use the "user" role'),
  thinking: z
    .discriminatedUnion("type", [
      z.strictObject({ type: z.literal("enabled"), budget_tokens: z.int().min(1024) }),
      z.strictObject({ type: z.literal("adaptive"), display: z.string().optional() }),
      z.strictObject({ type: z.literal("disabled") }),
    ])
    .optional(),
  output_config: z
    .strictObject({
      effort: z.enum(["low", "medium", "high", "xhigh", "max"]).nullish(),
      format: z.unknown().optional(),
    })
    .optional(),
  tools: z.array(z.unknown()).optional(),
  tool_choice: z.unknown().optional(),
});

export const countBodySchema = askedSchema;

export const messageBodySchema = askedSchema.extend({
  max_tokens: z.int().min(1),
  stream: z.boolean().optional(),
  temperature: z.number().min(0).max(1).optional(),
  top_p: z.number().min(0).max(1).optional(),
  top_k: z.int().min(0).optional(),
  stop_sequences: z.array(z.string().min(1)).optional(),
  metadata: z.unknown().optional(),
  service_tier: z.enum(["auto", "standard_only"]).optional(),
});

export type MessageBody = z.infer<typeof messageBodySchema>;
type AskedBody = z.infer<typeof askedSchema>;

/** Texts of the conversation, a line end between the messages. */
export function userTextOf({ messages }: Pick<AskedBody, "messages">): string {
  return messages.map(({ content }) => textOf(content)).join("\n");
}

/** The system prompt without its markup. */
export function systemTextOf({ system = "" }: Pick<AskedBody, "system">): string {
  return textOf(system);
}

function textOf(content: string | readonly { readonly text: string }[]): string {
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}

/** The issues in the way of the API: `max_tokens: Input should be …`, the first one only. */
export function sayIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (!issue) return "Invalid request.";
  if (issue.code === "unrecognized_keys") {
    return `${[...issue.path, ...issue.keys].join(".")}: Extra inputs are not permitted`;
  }
  return `${issue.path.join(".")}: ${issue.message}`;
}
