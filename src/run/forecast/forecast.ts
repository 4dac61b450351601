import type { InputTokens } from "../../models/index.ts";

/** What asking a model will take. Unknown is null, never 0. */
export interface ModelForecast {
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: Pick<InputTokens, "total" | "basis" | "words">;
  /** USD. */
  readonly priceUsd: {
    /** All answers empty, prompts as cheap as the cache can make them. */
    readonly from: number | null;
    /** All answers as long as they may get, prompts as dear as they can be. */
    readonly to: number | null;
    /** Answers as long as those there are to go by. */
    readonly likely: number | null;
    /** What `likely` goes by, or why it is not known. */
    readonly likelyBasis: string;
  };
  readonly duration: {
    /** Milliseconds. */
    readonly ms: number | null;
    /** What `ms` goes by, or why it is not known. */
    readonly basis: string;
  };
}

/** What a run will take. */
export interface Forecast {
  /** In the run's order; models that are replayed are left out. */
  readonly models: readonly ModelForecast[];
  readonly total: {
    readonly calls: number;
    /** Sums; null where one is not known. */
    readonly priceUsd: Pick<ModelForecast["priceUsd"], "from" | "to" | "likely">;
    /** Milliseconds of the slowest model, as models are asked side by side; null: one is not known. */
    readonly durationMs: number | null;
  };
}
