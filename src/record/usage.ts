import { z } from "zod";

/** Tokens as the API counted them. */
export const usageSchema = z
  .strictObject({
    inputTokens: z.int().min(0).describe("Without those read from or written to the cache."),
    outputTokens: z.int().min(0),
    cacheReadTokens: z.int().min(0),
    cacheWriteTokens: z.int().min(0),
  })
  .readonly();

export type Usage = z.infer<typeof usageSchema>;
