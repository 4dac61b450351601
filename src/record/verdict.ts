import { z } from "zod";
import { usageSchema } from "./usage.ts";

/** A place in an answer that a reader can check. */
export const evidenceSchema = z
  .strictObject({
    /** Path of the extracted file, or `answer.md` for a place outside of every file. */
    file: z.string(),
    /** 1-based line in the answer's Markdown. */
    line: z.int().min(1),
    /** The line's words, trimmed, at most 200 characters. */
    excerpt: z.string(),
  })
  .readonly();

export const outcomes = ["pass", "fail", "na", "error", "unchecked"] as const;

/** A model that was asked for a verdict, and what that took. Unknown is null, never 0. */
const judgeSchema = z
  .strictObject({
    /** As the suite names it, such as `openai:gpt-…`; null: chosen by who asked it, and not known. */
    model: z.string().nullable(),
    /** Of all that the verdict took. All 0: an answer of the judge that was stored before. */
    usage: usageSchema.nullable(),
    costUsd: z.number().min(0).nullable(),
  })
  .readonly();

/** What a check says of an answer. */
export const verdictSchema = z
  .strictObject({
    /** `na`: the gate does not apply; `error`: the check could not decide; `unchecked`: no check decides it. */
    outcome: z.enum(outcomes),
    /** 0..1, the share of what was looked at that meets the gate; null where nothing was counted. */
    score: z.number().min(0).max(1).nullable(),
    /** One sentence a reader can check. */
    reason: z.string(),
    evidence: z.array(evidenceSchema).readonly(),
    /** Absent: no model was asked. */
    judge: judgeSchema.optional(),
  })
  .readonly();

export type Evidence = z.infer<typeof evidenceSchema>;
export type Judge = z.infer<typeof judgeSchema>;
export type Outcome = (typeof outcomes)[number];
export type Verdict = z.infer<typeof verdictSchema>;
