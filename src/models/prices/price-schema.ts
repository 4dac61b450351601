import { z } from "zod";

const priceSchema = z
  .number()
  .min(0)
  .nullable()
  .describe("USD per million tokens; null: not known, never 0.");

const pricesSchema = z.strictObject({
  input: priceSchema.describe("Prompt tokens neither read from nor written to the cache."),
  output: priceSchema.describe("Thinking included."),
  cacheWrite5m: priceSchema.default(null),
  cacheWrite1h: priceSchema.default(null),
  cacheRead: priceSchema.default(null),
});

/** What is known of a model. Only prices matter here; the rest are facts that people look up. */
const modelPricesSchema = pricesSchema
  .extend({
    upToPromptTokens: z
      .int()
      .min(1)
      .nullable()
      .default(null)
      .describe("The prices hold up to so many prompt tokens, cached ones included; null: always."),
    beyond: pricesSchema
      .readonly()
      .nullable()
      .default(null)
      .describe("Prices of a longer prompt; null: not known."),
    contextTokens: z.int().min(1).nullable().optional(),
    maxOutputTokens: z.int().min(1).nullable().optional(),
    thinking: z.string().nullable().optional(),
    acceptsSamplingParameters: z.boolean().nullable().optional(),
  })
  .readonly();

/** A file of prices: the built-in known-models.json, or one of the user's over it. */
export const priceFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    note: z.string().optional(),
    asOf: z.iso.date().nullable().default(null).describe("Day on which the prices were looked up."),
    sources: z.array(z.string()).readonly().default([]).describe("Where they were looked up."),
    aliases: z
      .record(z.string(), z.string())
      .optional()
      .describe("Short names of models. Only the built-in ones are used."),
    batchDiscount: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe("Factor of all prices in a Message Batch: 0.5 is half price."),
    models: z.record(z.string(), modelPricesSchema).describe("By model id."),
  })
  .readonly();

export type PriceFile = z.infer<typeof priceFileSchema>;

/** Where a price comes from. */
export interface PriceOrigin {
  /** The user's file; null: built in. */
  readonly file: string | null;
  /** ISO date; null: the file does not say. */
  readonly asOf: string | null;
  readonly sources: readonly string[];
}

export interface ModelPrices extends z.infer<typeof modelPricesSchema> {
  readonly origin: PriceOrigin;
}

/** The prices of all models of which some are known. */
export interface PriceTable {
  /** Factor of all prices in a Message Batch. */
  readonly batchDiscount: number;
  readonly models: ReadonlyMap<string, ModelPrices>;
}
