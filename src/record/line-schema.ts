import { z } from "zod";
import { usageSchema } from "./usage.ts";
import { verdictSchema } from "./verdict.ts";

/** One model reply. Unknown is null, never 0. */
export const answerSchema = z
  .strictObject({
    text: z.string().describe("Markdown, byte for byte as it came."),
    source: z.enum(["live", "recording"]),
    stopReason: z.string().nullable().describe("In the words of the API."),
    servedModel: z.string().nullable().describe("The model that really answered."),
    usage: usageSchema.nullable(),
    costUsd: z.number().min(0).nullable(),
    latencyMs: z
      .number()
      .min(0)
      .nullable()
      .describe("From asking to the last byte, retries included."),
    answeredAt: z.iso.datetime().nullable().describe("UTC; of a recording: when it was sampled."),
  })
  .readonly();

/** What a model gave: text, whole or not. `refused`, `filtered` and `truncated` fail the gate `answered`. */
export const answerStatuses = ["answered", "refused", "filtered", "truncated"] as const;

/** Why there is no answer: a missing value, never a score. */
export const missingStatuses = ["infrastructure", "over budget"] as const;

/** What went wrong, finer than the status. */
export const failureCauses = [
  "no-recording",
  "rate-limit",
  "overloaded",
  "server-error",
  "timeout",
  "connection",
  "malformed-reply",
  "rejected-request",
  "batch-expired",
  "budget",
] as const;

const lostAttemptsSchema = z
  .int()
  .min(1)
  .optional()
  .describe(
    "Requests of this sample that were sent and never answered in full: each may have been billed, at most as the line `asked` says. Absent: none.",
  );

/** A request is about to be sent. Without an answer or outcome behind it, it was lost in flight. */
const askedLineSchema = z
  .strictObject({
    kind: z.literal("asked"),
    sample: z.string(),
    at: z.iso.datetime(),
    maxCostUsd: z.number().min(0).nullable().describe("Most that it can cost; null: not known."),
    attempt: z
      .int()
      .min(2)
      .optional()
      .describe("Of one asking: this is a retry behind a request that was lost. Absent: 1."),
  })
  .readonly();

/** The API turned the request of the line `asked` away, such as for a wrong key: nothing was billed. */
const turnedAwayLineSchema = z
  .strictObject({ kind: z.literal("turned away"), sample: z.string(), at: z.iso.datetime() })
  .readonly();

/**
 * Samples that are asked together as a Message Batch. The first line of a batch has no `id` and is
 * on disk before the submission, the second one has it.
 */
const batchLineSchema = z
  .strictObject({
    kind: z.literal("batch"),
    batch: z.string().min(1).describe("Our own name; the requests' custom ids begin with it."),
    id: z.string().nullable().describe("The API's id; null: about to be submitted."),
    model: z.string().min(1),
    samples: z.array(z.string()).readonly(),
    at: z.iso.datetime(),
    maxCostUsd: z.number().min(0).nullable().describe("Of all requests together."),
  })
  .readonly();

const answerLineSchema = z
  .strictObject({
    kind: z.literal("answer"),
    sample: z.string().describe("`case/promptVersion/model/repeat`."),
    status: z.enum(answerStatuses),
    answer: answerSchema,
    lostAttempts: lostAttemptsSchema,
  })
  .readonly();

const outcomeLineSchema = z
  .strictObject({
    kind: z.literal("outcome"),
    sample: z.string(),
    status: z.enum(missingStatuses),
    cause: z.enum(failureCauses),
    reason: z.string().describe("One sentence."),
    at: z.iso.datetime(),
    lostAttempts: lostAttemptsSchema,
  })
  .readonly();

const verdictsLineSchema = z
  .strictObject({
    kind: z.literal("verdicts"),
    sample: z.string(),
    grading: z.int().min(1).describe("The last grading of a sample counts."),
    verdicts: z.record(z.string(), verdictSchema).describe("By gate id."),
  })
  .readonly();

/** One line of samples.jsonl. The order of lines is no contract. */
export const lineSchema = z.discriminatedUnion("kind", [
  askedLineSchema,
  turnedAwayLineSchema,
  batchLineSchema,
  answerLineSchema,
  outcomeLineSchema,
  verdictsLineSchema,
]);

export type Answer = z.infer<typeof answerSchema>;
export type AnswerStatus = (typeof answerStatuses)[number];
export type MissingStatus = (typeof missingStatuses)[number];
export type FailureCause = (typeof failureCauses)[number];
export type AskedLine = z.infer<typeof askedLineSchema>;
export type BatchLine = z.infer<typeof batchLineSchema>;
export type AnswerLine = z.infer<typeof answerLineSchema>;
export type OutcomeLine = z.infer<typeof outcomeLineSchema>;
export type VerdictsLine = z.infer<typeof verdictsLineSchema>;
export type Line = z.infer<typeof lineSchema>;
