import { measureInput, type ModelRequest, type PriceTable } from "../../models/index.ts";
import type { ModelReference, RunRecord } from "../../record/index.ts";
import { findAnswerLengths } from "./answer-lengths.ts";
import { findEarlierAnswers } from "./earlier-answers.ts";
import { expectDuration } from "./expect-duration.ts";
import type { Forecast, ModelForecast } from "./forecast.ts";
import { leastCost, likelyCost, mostCost, type PricedCalls } from "./price-range.ts";

/** What a model will be asked. */
export interface PlannedCalls {
  readonly model: ModelReference;
  readonly requests: readonly ModelRequest[];
}

export interface ForecastOptions {
  readonly run: Pick<RunRecord, "agent" | "suite" | "promptVersions" | "settings">;
  /** Models that are replayed are left out. */
  readonly calls: readonly PlannedCalls[];
  readonly prices: PriceTable;
  /** Earlier runs lie in it. */
  readonly resultsFolder: string;
  /** With a key, prompts are counted by the API. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Says what a run will take before anything is asked. The API may be asked to count tokens, which is free. */
export async function forecastRun(options: ForecastOptions): Promise<Forecast> {
  const live = options.calls.filter(
    ({ model, requests }) => model.kind !== "recordings" && requests.length > 0,
  );
  const models = await Promise.all(live.map((calls) => forecastModel(calls, options)));
  const prices = models.map(({ priceUsd }) => priceUsd);
  const durations = models.map(({ duration }) => duration.ms);
  return {
    models,
    total: {
      calls: models.reduce((sum, { calls }) => sum + calls, 0),
      priceUsd: {
        from: sumOf(prices.map(({ from }) => from)),
        to: sumOf(prices.map(({ to }) => to)),
        likely: sumOf(prices.map(({ likely }) => likely)),
      },
      durationMs: durations.every((ms) => ms !== null) ? Math.max(0, ...durations) : null,
    },
  };
}

async function forecastModel(
  { model, requests }: PlannedCalls,
  { run, prices, resultsFolder, env }: ForecastOptions,
): Promise<ModelForecast> {
  const { settings, suite, agent, promptVersions } = run;
  const input = await measureInput(requests, model, env);
  const earlier = await findEarlierAnswers({ resultsFolder, agent: agent.name, model: model.id });
  const promptHashes = promptVersions.map(({ hash }) => hash);
  const lengths = await findAnswerLengths({ earlier, suiteFolder: suite.folder, promptHashes });
  const calls: PricedCalls = { model, requests, input, prices, settings };
  const likely = lengths === null ? null : likelyCost(calls, lengths);
  const { total, basis, words } = input;
  return {
    model: model.id,
    calls: requests.length,
    inputTokens: { total, basis, words },
    priceUsd: {
      from: leastCost(calls),
      to: mostCost(calls),
      likely,
      likelyBasis:
        lengths === null
          ? "there are no recorded or earlier answers to go by"
          : likely === null
            ? "a price that is needed is not known"
            : lengths.basis,
    },
    duration: expectDuration(requests.length, earlier, settings),
  };
}

function sumOf(numbers: readonly (number | null)[]): number | null {
  return numbers.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}
