import { z } from "zod";

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
  })
  .readonly();

export type Evidence = z.infer<typeof evidenceSchema>;
export type Outcome = (typeof outcomes)[number];
export type Verdict = z.infer<typeof verdictSchema>;
