import PQueue from "p-queue";
import type { Model, ModelRequest } from "../models/index.ts";
import {
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
import { gradeFully, type Grade } from "./grade.ts";
import { findOpenSamples } from "./open-samples.ts";
import { tooMuchIsMissing } from "./resolve-exit-code.ts";

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
  /** Ask those again that failed for the infrastructure or the budget. */
  readonly retryFailures?: boolean;
  /** Stops: nothing new is started, what is under way is finished and stored. */
  readonly signal: AbortSignal;
  /** Also gives up what is under way. */
  readonly abortSignal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ExecutedRun {
  readonly run: RunRecord;
  /** One for every place of the plan, in the plan's order. */
  readonly samples: readonly Sample[];
}

/**
 * Does what is left of a run: asks where there is no answer, stores each answer before it is
 * graded, and grades where the current grading has no verdicts. Nothing is asked or stored twice.
 * The models must be prepared; `startRun` and `resumeRun` do that.
 *
 * @returns the run as it was stored at the end
 * @throws UserError what a model or the store cannot go on after; what was stored is kept, and the
 * run is `interrupted`
 */
export async function executeRun(options: ExecuteOptions): Promise<ExecutedRun> {
  const { run, requests, models, grade, store, signal, onProgress, now } = options;
  const lines: Line[] = [...options.lines];
  const grading = run.gradings.at(-1)?.grading ?? 1;
  const open = findOpenSamples(run, lines, { retryFailures: options.retryFailures ?? false });
  const cases = new Map(run.suite.cases.map((planned) => [planned.id, planned]));
  const modelsById = new Map(models.map((model) => [model.id, model]));
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

  async function append(line: Line, durable: boolean): Promise<void> {
    try {
      await store.append(line, { durable });
    } catch (error) {
      // What is under way could not be kept either.
      giveUp.abort();
      throw error;
    }
    lines.push(line);
  }

  /** The stored answer; null: there is none, for a reason that was stored or because of a stop. */
  async function ask(place: SampleKey): Promise<AnswerLine | null> {
    const sample = sampleKey(place);
    const model = modelsById.get(place.model);
    const request = requests.get(sample);
    if (!model || !request) throw new Error(`There is nobody to ask for ${sample}.`);
    const reply = await model.ask(request, inFlight);
    if (reply.kind === "aborted") return null;
    if (reply.kind === "failure") {
      const { status, cause, reason } = reply;
      const at = new Date(now()).toISOString();
      await append({ kind: "outcome", sample, status, cause, reason, at }, false);
      report(place, status);
      return null;
    }
    const { status, answer } = reply;
    const line: AnswerLine = { kind: "answer", sample, status, answer };
    await append(line, answer.source === "live");
    return line;
  }

  async function finish(place: SampleKey, stored: AnswerLine | null): Promise<void> {
    const answer = stored ?? (await ask(place));
    if (!answer) return;
    const planned = cases.get(place.case);
    const verdicts = await gradeFully(grade, {
      text: answer.answer.text,
      status: answer.status,
      request: planned?.request ?? "",
      caseId: place.case,
      gates: gatesOfCase(run, planned),
    });
    await append({ kind: "verdicts", sample: answer.sample, grading, verdicts }, false);
    report(place, answer.status);
  }

  function report(sample: SampleKey, status: Sample["status"]): void {
    done += 1;
    onProgress?.({ done, total, sample, status });
  }

  const queue = new PQueue({ concurrency: run.settings.concurrency });
  await queue.addAll(
    open.map(({ place, answer }) => async () => {
      if (isStopped()) return;
      try {
        await finish(place, answer);
      } catch (error) {
        // Nothing new is started. Answers under way are paid for, and still stored.
        fatal ??= { error };
      }
    }),
  );

  const samples = joinSamples(run, lines);
  const isOpen = findOpenSamples(run, lines, { retryFailures: false }).length > 0;
  const finished: RunRecord = {
    ...run,
    finishedAt: new Date(now()).toISOString(),
    status: isOpen ? "interrupted" : tooMuchIsMissing(run, samples) ? "incomplete" : "complete",
  };
  const failed = fatal as { readonly error: unknown } | null;
  if (failed) {
    // The first error says more than one from a disk that is full for run.json, too.
    await store.saveRun(finished).catch(() => undefined);
    throw failed.error;
  }
  await store.saveRun(finished);
  return { run: finished, samples };
}
