export { costOf, maxCostOf } from "./cost-of.ts";
export { priceIdOf } from "./price-id.ts";
export type { ModelPrices, PriceOrigin, PriceTable } from "./price-schema.ts";
export { readPrices } from "./read-prices.ts";
export { boundTokens, estimateTokens, estimateTokensOfBytes } from "./text-tokens.ts";
