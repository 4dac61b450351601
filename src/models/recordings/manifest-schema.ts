import { z } from "zod";
import { answerStatuses, usageSchema } from "../../record/index.ts";

export const manifestSchemaVersion = 1;

const hashSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/u);
const dateSchema = z.iso.date();

/** One recorded answer. */
export const recordingSchema = z
  .strictObject({
    case: z.string().min(1).describe("Id of the case when it was recorded."),
    repeat: z.int().min(1),
    file: z
      .string()
      .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\][^\\]*$/u, "a path inside of the recordings folder")
      .describe("Markdown, byte for byte as the model wrote it; relative to the manifest."),
    requestHash: hashSchema.describe("Hash of what the user asked."),
    answerHash: hashSchema.describe("Hash of the file."),
    status: z.enum(answerStatuses),
    stopReason: z.string().nullable().describe("In the words of the API; null: not known."),
    usage: usageSchema.nullable().describe("Tokens; null: not known."),
    latencyMs: z.number().min(0).nullable().describe("null: not known."),
  })
  .readonly();

/** The answers to one prompt, and where they come from. */
export const recordingSetSchema = z
  .strictObject({
    promptVersion: z.string().min(1).describe("Name of the prompt version."),
    promptHash: hashSchema.describe("Hash of the system prompt that was sent."),
    provenance: z
      .strictObject({
        sampledFrom: dateSchema.describe("First day of sampling, UTC."),
        sampledTo: dateSchema.describe("Last day of sampling, UTC."),
        how: z.string().describe("How the answers were sampled."),
        model: z.string().nullable().describe("The model that answered; null: not known."),
        note: z.string().describe("What a reader should know of them."),
      })
      .readonly(),
    answers: z.array(recordingSchema).readonly(),
  })
  .readonly();

/** recordings.json. */
export const manifestSchema = z
  .strictObject({
    schemaVersion: z.literal(manifestSchemaVersion),
    sets: z.array(recordingSetSchema).readonly(),
  })
  .readonly();

export type Recording = z.infer<typeof recordingSchema>;
export type RecordingSet = z.infer<typeof recordingSetSchema>;
export type Manifest = z.infer<typeof manifestSchema>;
