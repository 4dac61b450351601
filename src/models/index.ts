export { createAnthropicModel, type AnthropicOptions } from "./anthropic/anthropic-model.ts";
export { measureInput, type InputTokens } from "./input-tokens/index.ts";
export {
  costOf,
  maxCostOf,
  priceIdOf,
  readPrices,
  type PriceOrigin,
  type PriceTable,
} from "./prices/index.ts";
export {
  recordAnswers,
  requireRecordable,
  type RecordableSet,
} from "./recordings/record-answers.ts";
export { readRecordedLengths, type RecordedLength } from "./recordings/recorded-lengths.ts";
export { readRecordedPeriod, type RecordedPeriod } from "./recordings/recorded-period.ts";
export { resolveModels, type ModelSettings } from "./resolve-models.ts";
export type {
  AskOptions,
  BatchModel,
  BatchState,
  Model,
  ModelReply,
  ModelRequest,
} from "./types.ts";
