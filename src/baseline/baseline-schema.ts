import { z } from "zod";
import { modelReferenceSchema } from "../record/index.ts";

/** Version of the baseline's files that this program reads and writes. */
export const baselineSchemaVersion = 1;

const hashSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/u);

/** Outcomes of a case's answers; those that did not occur are left out. */
const countsSchema = z
  .strictObject({
    pass: z.int().min(1).optional(),
    fail: z.int().min(1).optional(),
    na: z.int().min(1).optional(),
    error: z.int().min(1).optional(),
    unchecked: z.int().min(1).optional(),
    missing: z.int().min(1).optional().describe("No answer, or none that was graded."),
  })
  .readonly();

const caseSchema = z
  .strictObject({
    id: z.string().min(1),
    requestHash: hashSchema.describe("Hash of what was asked."),
    total: countsSchema.describe("All required gates together."),
    gates: z.record(z.string(), countsSchema).describe("By gate id."),
  })
  .readonly();

const gateSchema = z
  .strictObject({
    id: z.string().min(1),
    level: z.enum(["required", "advisory"]),
    checkHash: hashSchema.describe("Identifies the check that gave the verdicts."),
  })
  .readonly();

/**
 * baseline.json: what a blessed run is and what came out of it, to be read and reviewed. The answers
 * are beside it.
 */
export const baselineSchema = z
  .strictObject({
    schemaVersion: z.literal(baselineSchemaVersion),
    run: z.string().min(1).describe("Id of the run that was blessed."),
    date: z.iso.datetime().describe("When that run ended, UTC."),
    assay: z.string().describe("Version of assay that ran it."),
    recorded: z.boolean().describe("Every answer is a recording: no model was asked for it."),
    agent: z
      .strictObject({ name: z.string(), path: z.string(), promptHash: hashSchema })
      .readonly(),
    promptVersion: z
      .strictObject({ name: z.string(), path: z.string(), hash: hashSchema })
      .readonly(),
    model: modelReferenceSchema,
    servedModels: z
      .array(z.string())
      .readonly()
      .describe("The models that really answered, as far as that is known."),
    suiteHash: hashSchema,
    repeats: z.int().min(1),
    answers: z
      .strictObject({
        file: z.literal("answers.jsonl.br"),
        count: z.int().min(1),
        hash: hashSchema.describe("Hash of the file's uncompressed text."),
      })
      .readonly(),
    gates: z.array(gateSchema).readonly(),
    cases: z.array(caseSchema).min(1).readonly(),
  })
  .readonly();

export type BaselineRecord = z.infer<typeof baselineSchema>;
export type BaselineCase = z.infer<typeof caseSchema>;
