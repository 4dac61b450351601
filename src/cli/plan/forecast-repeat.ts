import path from "node:path";
import { readPrices, type Model } from "../../models/index.ts";
import { sampleKey, type RunRecord } from "../../record/index.ts";
import type { RepeatCost } from "../../report/index.ts";
import { forecastRun, requestsOfRun, type PromptVersion } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";

/**
 * What it costs to ask each case once.
 *
 * @returns null where nobody is asked
 */
export async function forecastRepeat(
  planned: {
    readonly run: RunRecord;
    readonly promptVersions: readonly PromptVersion[];
    readonly models: readonly Model[];
  },
  { out }: { readonly out: string },
  { io }: CommandContext,
): Promise<RepeatCost | null> {
  const { run, promptVersions, models } = planned;
  const requests = requestsOfRun(run, promptVersions);
  const calls = models.map((model) => ({
    model,
    requests: run.plan
      .filter((place) => place.model === model.id && place.repeat === 1)
      .flatMap((place) => requests.get(sampleKey(place)) ?? []),
  }));
  const forecast = await forecastRun({
    run,
    calls,
    prices: readPrices(run.settings.prices),
    resultsFolder: path.resolve(out),
    env: io.env,
  });
  const [asked] = forecast.models;
  return asked === undefined ? null : { model: asked.model, priceUsd: asked.priceUsd };
}
