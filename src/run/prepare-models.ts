import type { Model, ModelRequest } from "../models/index.ts";
import { sampleKey, type Line, type RunRecord } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import { findOpenSamples, type Wanted } from "./open-samples.ts";

/**
 * Lets each model see what it will be asked, so that what it lacks is said before anything is
 * spent. A budget needs prices: with an unknown one it could not be kept.
 *
 * @throws UserError as `Model.prepare`; `run/unknown-price`
 */
export async function prepareModels(options: {
  readonly run: RunRecord;
  readonly requests: ReadonlyMap<string, ModelRequest>;
  readonly models: readonly Model[];
  readonly lines: readonly Line[];
  readonly wanted: Wanted;
}): Promise<void> {
  const { run, requests, models, lines, wanted } = options;
  const toAsk = findOpenSamples(run, lines, wanted).filter(({ answer }) => answer === null);
  for (const model of models) {
    const own = toAsk
      .filter(({ place }) => place.model === model.id)
      .flatMap(({ place }) => requests.get(sampleKey(place)) ?? []);
    if (own.length === 0) continue;
    if (run.settings.batch) requireBatches(model);
    if (run.settings.budgetUsd !== null) requirePrice(model, own, run.settings);
    await model.prepare(own);
  }
}

function requireBatches(model: Model): void {
  if (model.batches) return;
  throw new UserError(
    "run/no-batches",
    `${model.id} cannot be asked in batches: only models of Anthropic can.`,
    { place: "--batch", hint: "Leave --batch out, or name a model of Anthropic." },
  );
}

function requirePrice(
  model: Model,
  requests: readonly ModelRequest[],
  { batch }: RunRecord["settings"],
): void {
  if (model.kind === "recordings") return;
  const prices = batch ? model.batches : model;
  if (requests.every((request) => (prices?.maxCostUsd?.(request) ?? null) !== null)) return;
  throw new UserError(
    "run/unknown-price",
    `The price of ${model.id} is not known, so that no budget can be kept.`,
    {
      place: "--budget",
      hint: "Give its prices in a file (--prices prices.json, see docs/models.md), or leave --budget out.",
    },
  );
}
