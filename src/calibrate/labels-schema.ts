import { z } from "zod";

/** What a careful reader may say of a gate. */
export const labelVerdicts = ["pass", "fail", "na"] as const;

const labelSchema = z
  .strictObject({
    verdict: z.enum(labelVerdicts),
    /** The deciding evidence, in words. */
    why: z.string(),
    /** The rule leaves room: shown, but not counted. */
    borderline: z.literal(true).optional(),
  })
  .readonly();

export const labelledAnswerSchema = z
  .strictObject({
    /** Path of the answer's Markdown, relative to the labels file. */
    answer: z.string(),
    /** Id of the suite's case whose request was asked. */
    case: z.string(),
    /** Gate id → label. */
    gates: z.record(z.string(), labelSchema),
  })
  .readonly();

/** labels.json: verdicts of people, to hold the checks against. */
export const labelsFileSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    /** Who labelled what, and how. */
    provenance: z.string(),
    answers: z.array(labelledAnswerSchema).min(1).readonly(),
  })
  .readonly();

export type LabelVerdict = (typeof labelVerdicts)[number];
export type LabelledAnswer = z.infer<typeof labelledAnswerSchema>;
export type LabelsFile = z.infer<typeof labelsFileSchema>;
