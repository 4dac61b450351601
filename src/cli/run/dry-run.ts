import path from "node:path";
import { priceIdOf, readPrices, type Model, type ModelRequest } from "../../models/index.ts";
import { sampleKey, type RunRecord } from "../../record/index.ts";
import { formatCount, wrapText } from "../../report/index.ts";
import { forecastRun, requestsOfRun, requireAskable, type Forecast } from "../../run/index.ts";
import type { CommandContext } from "../context.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { RunFlags } from "../run.ts";
import {
  describeBudget,
  describeModelForecast,
  describePrices,
  findPriceOrigin,
} from "../shared/forecast-text.ts";
import type { PlannedRun } from "./plan.ts";

/**
 * `--dry-run`: the plan in numbers. Recordings are looked up; of models, only the API's token count
 * is asked, which is free.
 *
 * @throws UserError `run/no-batches`; `run/unknown-price` for a budget that could not be kept
 */
export async function explainDryRun(
  { run, promptVersions, models }: PlannedRun,
  flags: RunFlags,
  { print, theme, io }: CommandContext,
): Promise<ExitCode> {
  const requests = requestsOfRun(run, promptVersions);
  const calls = models.map((model) => ({
    model,
    requests: run.plan
      .filter((place) => place.model === model.id)
      .flatMap((place) => requests.get(sampleKey(place)) ?? []),
  }));
  for (const { model, requests: own } of calls) requireAskable(model, own, run.settings);
  const prices = readPrices(run.settings.prices);
  const originOf = (model: string) => findPriceOrigin(prices, priceIdOf(model, prices));
  const resultsFolder = path.resolve(flags.out);
  const forecast = await forecastRun({ run, calls, prices, resultsFolder, env: io.env });
  const recorded = await countRecorded(calls);
  if (flags.json) {
    const origins = Object.fromEntries(
      forecast.models.map(({ model }) => [model, originOf(model)] as const),
    );
    print(renderPlanJson(run, { ...forecast, prices: origins }));
    return exitCodes.fine;
  }
  const wrapped = (text: string) => wrapText(text, theme.columns);
  print(
    [
      ...wrapped(describePlan(run)),
      ...describeCalls(run, { forecast, recorded, columns: theme.columns }),
      `  graded by ${formatCount(run.gates.length, "gate")}`,
      ...[
        ...describeBudget(forecast, run.settings),
        ...describePrices(forecast, originOf),
        forecast.models.some(({ inputTokens }) => inputTokens.basis !== "estimated")
          ? "No answer was asked for, and nothing was written."
          : "Nothing was asked, and nothing was written.",
      ].flatMap(wrapped),
    ].join("\n"),
  );
  return exitCodes.fine;
}

function describePlan(run: RunRecord): string {
  const factors = [
    formatCount(run.suite.cases.length, "case"),
    formatCount(run.promptVersions.length, "prompt version"),
    formatCount(run.models.length, "model"),
    formatCount(run.repeats, "repeat"),
  ];
  return `${formatCount(run.plan.length, "answer")}: ${factors.join(" × ")}.`;
}

function describeCalls(
  run: RunRecord,
  options: { readonly forecast: Forecast; readonly recorded: number; readonly columns: number },
): readonly string[] {
  const { forecast, recorded, columns } = options;
  const perModel = run.plan.length / run.models.length;
  const { maxTokens, batch } = run.settings;
  return run.models.flatMap(({ id, kind }) => {
    if (kind === "recordings") {
      return [
        `  replayed from recordings: ${recorded}; nothing is sent`,
        ...(recorded < perModel
          ? [`  not recorded, and missing from the run: ${perModel - recorded}`]
          : []),
      ];
    }
    const own = forecast.models.find(({ model }) => model === id);
    const how = batch ? ", as a Message Batch" : "";
    return [
      `  asked of ${id}: ${formatCount(perModel, "call")}, at most ${maxTokens} tokens each${how}`,
      ...(own === undefined ? [] : describeModelForecast(own, columns)),
    ];
  });
}

function renderPlanJson(run: RunRecord, forecast: unknown): string {
  const { plan, promptVersions, repeats, gates, models } = run;
  const cases = run.suite.cases.map(({ id }) => id);
  return JSON.stringify(
    { dryRun: true, cases, gates, promptVersions, models, repeats, plan, forecast },
    null,
    2,
  );
}

/** How many of the requests the recordings have an answer to; 0 where nothing is replayed. */
async function countRecorded(
  calls: readonly { readonly model: Model; readonly requests: readonly ModelRequest[] }[],
): Promise<number> {
  const replayed = calls.find(({ model }) => model.kind === "recordings");
  if (replayed === undefined) return 0;
  const { model, requests } = replayed;
  await model.prepare(requests);
  const never = new AbortController().signal;
  const replies = await Promise.all(requests.map((one) => model.ask(one, { signal: never })));
  return replies.filter(({ kind }) => kind === "answer").length;
}
