import { readPrices } from "../../models/index.ts";
import type { RunRecord } from "../../record/index.ts";
import { formatCount, formatUsd } from "../../report/index.ts";
import {
  forecastRun,
  type Forecast,
  type ModelForecast,
  type PreparedCalls,
} from "../../run/index.ts";
import { formatInput, formatPriceRange } from "./forecast-text.ts";
import { formatDuration } from "./format-duration.ts";

/** What a run will ask, cost and take, a line a model; null where nothing is asked. */
export async function announceRun(options: {
  readonly run: RunRecord;
  readonly calls: readonly PreparedCalls[];
  readonly resultsFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<string | null> {
  const prices = readPrices(options.run.settings.prices);
  const forecast = await forecastRun({ ...options, prices });
  if (forecast.models.length === 0) return null;
  return [
    ...forecast.models.map(announceModel),
    ...(forecast.models.length > 1 ? [announceTotal(forecast.total)] : []),
  ].join("\n");
}

function announceModel({ model, calls, inputTokens, priceUsd, duration }: ModelForecast): string {
  const parts = [
    formatCount(calls, "call"),
    `${formatInput(inputTokens)} input tokens (${inputTokens.basis})`,
    ...priceParts(priceUsd),
    durationPart(duration.ms),
  ];
  return `Asking ${model}: ${parts.join(", ")}`;
}

function announceTotal({ calls, priceUsd, durationMs }: Forecast["total"]): string {
  const parts = [formatCount(calls, "call"), ...priceParts(priceUsd), durationPart(durationMs)];
  return `Together: ${parts.join(", ")}`;
}

function priceParts(price: Forecast["total"]["priceUsd"]): readonly string[] {
  return [
    formatPriceRange(price),
    ...(price.likely === null ? [] : [`likely about ${formatUsd(price.likely)}`]),
  ];
}

function durationPart(durationMs: number | null): string {
  return durationMs === null ? "duration unknown" : `about ${formatDuration(durationMs)}`;
}
