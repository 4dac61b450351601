import { randomUUID } from "node:crypto";
import PQueue from "p-queue";
import type { BatchState, Model, ModelRequest } from "../models/index.ts";
import {
  findSpending,
  gatesOfCase,
  joinSamples,
  sampleKey,
  type AnswerLine,
  type Line,
  type RunRecord,
  type RunStore,
  type Sample,
  type SampleKey,
} from "../record/index.ts";
import { askSample } from "./ask-sample.ts";
import { askInBatches } from "./batches/ask-in-batches.ts";
import { findPendingBatches } from "./batches/pending-batches.ts";
import { createBudget } from "./budget.ts";
import { gradeFully, type Grade } from "./grade.ts";
import { findOpenSamples, type Wanted } from "./open-samples.ts";
import type { SettledLine } from "./settled-line.ts";
import { isIncomplete } from "./resolve-exit-code.ts";

/** A sample has got its answer, its verdicts, or the reason why there are none. */
export interface Progress {
  /** Samples that need nothing more, those of before a resume included. */
  readonly done: number;
  readonly total: number;
  readonly sample: SampleKey;
  readonly status: Sample["status"];
}

export interface ExecuteOptions {
  /** As it is stored; `run.gradings` ends with the grading to do. */
  readonly run: RunRecord;
  /** By sample key, see `requestsOfRun`. */
  readonly requests: ReadonlyMap<string, ModelRequest>;
  /** All models of the run. */
  readonly models: readonly Model[];
  readonly grade: Grade;
  readonly store: RunStore;
  /** What is stored already; empty for a new run. */
  readonly lines: readonly Line[];
  /** What is to be done (default: `rest`). */
  readonly wanted?: Wanted;
  /** Stops: nothing new is started, what is under way is finished and stored. */
  readonly signal: AbortSignal;
  /** Also gives up what is under way. */
  readonly abortSignal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** How far a Message Batch is. */
  readonly onBatch?: (state: BatchState) => void;
  /** Asks one by one also in a run that asks in batches; those that wait for a batch apart. */
  readonly individually?: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A name for a new batch: at most 20 letters and digits. */
  readonly makeName?: () => string;
}

export interface ExecutedRun {
  readonly run: RunRecord;
  /** One for every place of the plan, in the plan's order. */
  readonly samples: readonly Sample[];
  /** Everything that is stored of the samples. */
  readonly lines: readonly Line[];
}

/** Answers that wait to be graded are held in memory: more than this, and nothing new is asked. */
const mostUngraded = 200;

/**
 * Does what is left of a run: asks where there is no answer, stores each answer before it is
 * graded, and grades where the current grading has no verdicts. Nothing is asked or stored twice.
 * Each model has a queue of its own, so that a slow one holds up no other; grading holds up none,
 * either. The models must be prepared; `startRun` and `resumeRun` do that.
 *
 * @returns the run as it was stored at the end
 * @throws UserError what a model or the store cannot go on after; what was stored is kept, and the
 * run is `interrupted`
 */
export async function executeRun(options: ExecuteOptions): Promise<ExecutedRun> {
  const { run, requests, models, grade, store, signal, onProgress, now } = options;
  const { concurrency, budgetUsd } = run.settings;
  const lines: Line[] = [...options.lines];
  const grading = run.gradings.at(-1)?.grading ?? 1;
  const open = findOpenSamples(run, lines, options.wanted ?? "rest");
  const cases = new Map(run.suite.cases.map((planned) => [planned.id, planned]));
  const total = run.plan.length;
  let done = total - open.length;
  // The first error that ends the run, in an object of its own: null may be thrown, too.
  let fatal: { readonly error: unknown } | null = null;
  const giveUp = new AbortController();
  const inFlight = AbortSignal.any([
    giveUp.signal,
    ...(options.abortSignal ? [options.abortSignal] : []),
  ]);
  const isStopped = () => fatal !== null || signal.aborted || inFlight.aborted;
  const budget = createBudget({ budgetUsd, spentUsd: mostSpent(lines) });
  const gradingQueue = new PQueue({ concurrency });
  const queues = new Map(
    models.map((model) => [model.id, { model, queue: new PQueue({ concurrency }) }]),
  );

  async function append(line: Line, { durable }: { readonly durable: boolean }): Promise<void> {
    try {
      await store.append(line, { durable });
    } catch (error) {
      // What is under way could not be kept either.
      giveUp.abort();
      throw error;
    }
    lines.push(line);
  }

  function report(sample: SampleKey, status: Sample["status"]): void {
    done += 1;
    onProgress?.({ done, total, sample, status });
  }

  /** Nothing new is started after an error. Answers under way are paid for, and still stored. */
  async function guarded(work: () => Promise<void>): Promise<void> {
    if (isStopped()) return;
    try {
      await work();
    } catch (error) {
      fatal ??= { error };
    }
  }

  async function ask(place: SampleKey): Promise<void> {
    await gradingQueue.onSizeLessThan(mostUngraded);
    const sample = sampleKey(place);
    const model = queues.get(place.model)?.model;
    const request = requests.get(sample);
    if (!model || !request) throw new Error(`There is nobody to ask for ${sample}.`);
    const control = { budget, append, signal: inFlight, isStopped, now };
    const line = await askSample({ place, model, request, ...control });
    if (line) onSettled(place, line);
  }

  async function askBatches(model: Model, places: readonly SampleKey[]): Promise<void> {
    if (!model.batches) throw new Error(`${model.id} cannot be asked in batches.`);
    const { onBatch: onState, makeName = randomName } = options;
    const control = { budget, append, signal: AbortSignal.any([signal, inFlight]), now, makeName };
    const what = { model, batches: model.batches, places, requests, lines };
    await askInBatches({ ...what, ...control, onSettled, onState });
  }

  function onSettled(place: SampleKey, line: SettledLine): void {
    if (line.kind === "outcome") report(place, line.status);
    else void gradeLater(place, line);
  }

  async function gradeLater(place: SampleKey, answer: AnswerLine): Promise<void> {
    await gradingQueue.add(() => guarded(() => gradeAnswer(place, answer)));
  }

  async function gradeAnswer(
    place: SampleKey,
    { sample, status, answer }: AnswerLine,
  ): Promise<void> {
    const planned = cases.get(place.case);
    const verdicts = await gradeFully(grade, {
      text: answer.text,
      status,
      request: planned?.request ?? "",
      caseId: place.case,
      gates: gatesOfCase(run, planned),
    });
    await append({ kind: "verdicts", sample, grading, verdicts }, { durable: false });
    report(place, status);
  }

  /** The samples of a model that are asked in batches, as keys. */
  function inBatches(model: Model): ReadonlySet<string> {
    if (!run.settings.batch || !model.batches) return new Set();
    if (options.individually) {
      return new Set(findPendingBatches(lines, model.id).flatMap((batch) => batch.open));
    }
    return new Set(toAsk.filter((place) => place.model === model.id).map(sampleKey));
  }

  const toAsk = open.flatMap(({ place, answer }) => (answer ? [] : [place]));
  const batched = models.map((model) => ({ model, keys: inBatches(model) }));
  const isBatched = (place: SampleKey) => batched.some(({ keys }) => keys.has(sampleKey(place)));
  await Promise.all([
    ...open.map(async ({ place, answer }) => {
      if (answer) await gradeLater(place, answer);
      else if (!isBatched(place)) {
        await queues.get(place.model)?.queue.add(() => guarded(() => ask(place)));
      }
    }),
    ...batched.map(async ({ model, keys }) => {
      const places = toAsk.filter((place) => keys.has(sampleKey(place)));
      if (places.length > 0) await guarded(() => askBatches(model, places));
    }),
  ]);
  await gradingQueue.onIdle();

  const samples = joinSamples(run, lines);
  const isOpen = findOpenSamples(run, lines, "rest").length > 0;
  const finished: RunRecord = {
    ...run,
    finishedAt: new Date(now()).toISOString(),
    status: isOpen ? "interrupted" : isIncomplete(run, samples) ? "incomplete" : "complete",
    throttling: [...run.throttling, ...models.flatMap((model) => model.throttling?.() ?? [])],
  };
  const failed = fatal as { readonly error: unknown } | null;
  if (failed) {
    // The first error says more than one from a disk that is full for run.json, too.
    await store.saveRun(finished).catch(() => undefined);
    throw failed.error;
  }
  await store.saveRun(finished);
  return { run: finished, samples, lines };
}

function randomName(): string {
  return randomUUID().replaceAll("-", "").slice(0, 20);
}

/** What is unknown counts as its maximum. */
function mostSpent(lines: readonly Line[]): number {
  const { knownUsd, unknownAtMostUsd } = findSpending(lines);
  return knownUsd + (unknownAtMostUsd ?? 0);
}
