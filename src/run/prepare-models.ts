import type { Model, ModelRequest } from "../models/index.ts";
import { sampleKey, type Line, type RunRecord } from "../record/index.ts";
import { UserError } from "../user-error.ts";
import { findPendingBatches } from "./batches/pending-batches.ts";
import { findOpenSamples, type Wanted } from "./open-samples.ts";

/** What a model is about to be asked. */
export interface PreparedCalls {
  readonly model: Model;
  readonly requests: readonly ModelRequest[];
}

/**
 * Lets each model see what it will be asked, so that what it lacks is said before anything is
 * spent. A budget needs prices: with an unknown one it could not be kept.
 *
 * @returns what will be asked, and was not asked before
 * @throws UserError as `Model.prepare`; `run/unknown-price`
 */
export async function prepareModels(options: {
  readonly run: RunRecord;
  readonly requests: ReadonlyMap<string, ModelRequest>;
  readonly models: readonly Model[];
  readonly lines: readonly Line[];
  readonly wanted: Wanted;
}): Promise<readonly PreparedCalls[]> {
  const { run, requests, models, lines, wanted } = options;
  const toAsk = findOpenSamples(run, lines, wanted).filter(({ answer }) => answer === null);
  const prepared: PreparedCalls[] = [];
  for (const model of models) {
    const keys = toAsk
      .filter(({ place }) => place.model === model.id)
      .map(({ place }) => sampleKey(place));
    const own = keys.flatMap((key) => requests.get(key) ?? []);
    if (own.length === 0) continue;
    requireAskable(model, own, run.settings);
    await model.prepare(own);
    // What a batch has already is waited for, and not asked once more.
    const submitted = new Set(findPendingBatches(lines, model.id).flatMap(({ open }) => open));
    const fresh = keys.filter((key) => !submitted.has(key));
    prepared.push({ model, requests: fresh.flatMap((key) => requests.get(key) ?? []) });
  }
  return prepared;
}

/**
 * Refuses what can be known to fail before anything is sent: a batch where there are none, a budget
 * where it is not known what calls cost at most.
 *
 * @throws UserError `run/no-batches`, `run/unknown-price`
 */
export function requireAskable(
  model: Model,
  requests: readonly ModelRequest[],
  settings: RunRecord["settings"],
): void {
  if (settings.batch) requireBatches(model);
  if (settings.budgetUsd !== null) requirePrice(model, requests, settings);
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
